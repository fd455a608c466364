import { cutText } from './text.ts';
import type { SaidRule } from '@pairwright/domain/said-rule';

/**
 * Everything that can be wrong with a line of an import. The codes are stable: the web translates by
 * code, the English rule and fix travel with every fault.
 */
export const importFaultCatalogue = {
  invalid_utf8: {
    rule: 'a file is UTF-8 text',
    fix: 'Save the file as UTF-8 (not UTF-16, GBK or compressed) and import it again.',
  },
  line_too_long: {
    rule: 'a line is at most 16 MiB long',
    fix: 'Split this row, or write one JSON object per line if the file is one large array.',
  },
  invalid_json: {
    rule: 'each line is one JSON object',
    fix: 'Write this row with a JSON library, one object per line.',
  },
  truncated_json: {
    rule: 'each line is one whole JSON object',
    fix: 'The line ends too early: check that the file was written and copied to its end.',
  },
  not_json_lines: {
    rule: 'each line is one JSON object',
    fix: 'This looks like one JSON array or a pretty-printed object: write one object per line (JSONL).',
  },
  not_an_object: {
    rule: 'a row is a JSON object',
    fix: 'Write {"messages": [...], "responses": [...]} on the line.',
  },
  duplicate_key: {
    rule: 'an object has each key once',
    fix: 'Keep one of the values: readers disagree on which one counts.',
  },
  forbidden_key: { rule: 'no key is named __proto__', fix: 'Rename the key.' },
  too_deep: {
    rule: 'values are nested at most 32 levels deep',
    fix: 'Flatten the value, or write it as a string.',
  },
  too_many_values: {
    rule: 'a row has at most 100,000 lists and objects',
    fix: 'Leave out what is neither prompt, response nor vote, or write it as a string.',
  },
  nul_character: {
    rule: 'texts hold no NUL character (\\u0000)',
    fix: 'Remove the character: the database cannot store it, and nothing is changed silently.',
  },
  lone_surrogate: {
    rule: 'texts are well-formed Unicode',
    fix: 'Half of an emoji or rare character was cut off here: write the whole character, or remove the half.',
  },
  unsafe_number: {
    rule: 'whole numbers stay within ±9007199254740991',
    fix: 'Write the number as a string: as a number it would lose digits.',
  },
  preference_file: {
    rule: 'an import holds prompts and model outputs',
    fix: 'This is a preference file (chosen and rejected): it is the result of comparing. Import the outputs to be compared instead.',
  },
  unknown_shape: {
    rule: 'a row has "messages" and "responses", or "prompt", "response_a" and "response_b"',
    fix: 'Rename the columns to one of the two shapes; the import guide shows both.',
  },
  mixed_shape: {
    rule: 'a row has one of the two shapes, not both',
    fix: 'Remove either "responses" or "response_a" and "response_b", and "messages" or "prompt" with it.',
  },
  missing_field: { rule: 'this field is required', fix: 'Add it.' },
  wrong_type: { rule: 'this field has another type', fix: 'Write it with the type named by the rule.' },
  blank_value: {
    rule: 'this text is not blank',
    fix: 'Give it a value, or leave the key out where it is optional.',
  },
  value_too_long: {
    rule: 'this text is within its length limit',
    fix: 'Shorten it, or move it into "metadata".',
  },
  message_too_large: {
    rule: 'a message is within the size limit',
    fix: 'Shorten the message, or have the limit raised.',
  },
  unknown_role: {
    rule: 'a role is system, user, assistant or tool',
    fix: 'Rename the role (for example human to user, gpt to assistant).',
  },
  unknown_message_key: {
    rule: 'a message has role and content, and may have name, tool_calls, tool_call_id and images',
    fix: 'Remove the key or move it into "metadata": trainers need the same keys in every message.',
  },
  system_not_first: { rule: 'a system message stands first', fix: 'Move it to the start of the prompt.' },
  prompt_end: {
    rule: 'a prompt ends with a user or tool message',
    fix: "Move the assistant's answer out of the prompt into the responses.",
  },
  response_start: {
    rule: 'a response begins with an assistant or tool message',
    fix: 'Move what comes before the answer into the prompt.',
  },
  response_end: {
    rule: 'a response ends with an assistant message',
    fix: 'Remove what follows the last answer.',
  },
  content_missing: {
    rule: 'content is a string; only an assistant message with tool_calls may have null',
    fix: 'Write "" for an empty output: empty and missing are different.',
  },
  content_twice: { rule: 'a response has either "content" or "messages"', fix: 'Remove one of the two.' },
  response_count: {
    rule: 'a row has 2 to 64 responses',
    fix: 'Join the outputs of all models for one prompt into one row.',
  },
  pair_count: {
    rule: 'a row with a pair_id has exactly 2 responses',
    fix: 'Keep the two responses of the pair, or remove "pair_id" so that the pairing plan decides.',
  },
  missing_model: {
    rule: 'every response names its model',
    fix: 'Add "model": the name that statistics and exports shall show. Annotators never see it.',
  },
  baseline_missing: {
    rule: 'each row has a response of the baseline model',
    fix: 'Add the response of the baseline model to this row, or choose another pairing plan.',
  },
  unknown_part: {
    rule: 'content is a string or a list of text and image parts',
    fix: 'Write {"type": "text", "text": …} or {"type": "image_url", "image_url": {"url": "data:image/png;base64,…"}}; other kinds of parts cannot be shown.',
  },
  image_remote: {
    rule: 'images stand in the file, not behind an address',
    fix: 'Write the bytes of the image as a data URL (data:image/png;base64,…): nothing is fetched from the web, so that the data stays the same and annotators stay unseen.',
  },
  image_invalid: {
    rule: 'an image is a PNG, JPEG, WebP or GIF, as a data URL in base64',
    fix: 'Convert other kinds (SVG, TIFF, HEIC …) to PNG, and write the whole file in standard base64.',
  },
  image_too_large: {
    rule: 'an image has at most 8 MiB, 40 million pixels and 16384 pixels on a side',
    fix: 'Scale the image down: people look at it on a screen.',
  },
  image_count: {
    rule: 'a message has at most 16 images',
    fix: 'Join images, or spread them over several messages.',
  },
  judge_turn: {
    rule: 'judge_turn is the place, from 0, of an assistant message in every response of the row',
    fix: 'Count from the first message of the responses (not of the prompt), or leave judge_turn out to have the last turn judged.',
  },
  unknown_category: {
    rule: 'sensitive is a list of: sexual, violence, self_harm, hate, harassment, illegal, medical, graphic, other',
    fix: 'Write the nearest of these words; "other" where none fits.',
  },
  gold_shape: {
    rule: 'gold is a known answer: "a", "b", "tie", "both_bad", or {"answer": …} with explanation and exam if you like',
    fix: 'Write the answer as the import guide shows. Where this key is something else, rename it or move it into "metadata".',
  },
  gold_unfit: {
    rule: 'a known answer is one that the question of the project has',
    fix: 'Write an answer that an annotator could give to this row, or leave "gold" out to have it judged.',
  },
  gold_several: {
    rule: 'a row with a known answer is one comparison, of all its responses',
    fix: 'Give the row just the responses that the answer is about, each with another text, or leave "gold" out.',
  },
  gold_not_allowed: {
    rule: 'known answers are set by those who manage the project',
    fix: 'Have an admin of the project run this import (with a token: one with the scope "manage"), or leave "gold" out.',
  },
  votes_shape: {
    rule: 'votes is a list of past judgments of the responses of the row',
    fix: 'Write each vote as the import guide shows. Where this key is something else, rename it or move it into "metadata".',
  },
  personal_data: {
    rule: 'this import takes no texts with personal data',
    fix: 'Take it out of the text, or import with personal data masked or kept.',
  },
  metadata_conflict: {
    rule: 'a key stands either at the top or inside "metadata"',
    fix: 'Rename one of the two: unknown top-level keys are kept in the metadata.',
  },
} as const satisfies Record<string, { rule: string; fix: string }>;

export type ImportFaultCode = keyof typeof importFaultCatalogue;
export const importFaultCodes = Object.keys(importFaultCatalogue) as ImportFaultCode[];

/** One fault: the line (from 1), the JSON path (`$.responses[0].model`), what was there, the rule and the fix. */
export interface ImportFault {
  readonly line: number;
  readonly path: string;
  readonly value: string;
  readonly code: ImportFaultCode;
  readonly rule: string;
  readonly fix: string;
}

const maxPathLength = 300;

/** No row reports more faults than this. */
export const maxFaultsPerRow = 20;

export interface FaultDetail {
  readonly path: string;
  readonly value: string;
  readonly code: ImportFaultCode;
  /** A sharper rule than the catalogue's, where the place matters. */
  readonly rule?: SaidRule | undefined;
}

/** A fault with the texts of the catalogue. */
export function importFault(line: number, detail: FaultDetail): ImportFault {
  const text = importFaultCatalogue[detail.code];
  // Keys come from the file and may be of any length.
  return {
    line,
    path: cutText(detail.path, maxPathLength),
    value: detail.value,
    code: detail.code,
    rule: detail.rule ?? text.rule,
    fix: text.fix,
  };
}
