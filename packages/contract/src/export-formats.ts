import { z } from 'zod';

/** Every shape in which a version can be written, named by the trainer that reads it; see docs/formats.md. */
export const exportFormats = [
  'trl-implicit',
  'trl-explicit',
  'text-triple',
  'hh-strings',
  'kto',
  'stepwise',
  'llamafactory-sharegpt',
  'llamafactory-alpaca',
  'llamafactory-kto',
  'swift-rlhf',
  'swift-kto',
  'axolotl-bt',
  'axolotl-dpo',
  'nemo-rl',
  'nemo-aligner-rm',
  'nemo-aligner-dpo',
  'nemo-aligner-regression',
  'colossal',
  'tinker',
  'moss-rm',
  'helpsteer3',
  'rewardbench',
  'arena',
  'votes',
] as const;

/** Why a format cannot hold a row. Nothing is cut or bent to fit: the row is left out and counted. */
export const refusalReason = z.enum([
  /** Rows of this kind have no place in the format, as step labels in a format of pairs. */
  'other_kind',
  /** Neither is better; of one response alone, as many judgments for as against. */
  'tie',
  'both_bad',
  /** A response is better than one and worse than another of its comparison: neither good nor bad. */
  'wins_and_loses',
  /** Half a surrogate pair: no well-formed text. */
  'lone_surrogate',
  'null_content',
  /** Calls of tools and their results. */
  'tool_messages',
  /** A message names its speaker. */
  'message_name',
  'images',
  /** The prompt does not end with words of the user. */
  'no_prompt',
  'system_prompt',
  'earlier_turns',
  /** User and assistant do not take turns, or a system message is not the first. */
  'role_order',
  /** A response of several messages: the two conversations diverge before the last one. */
  'several_messages',
  'blank_answer',
  /** A turn before the response is blank. */
  'blank_turn',
  'identical_answers',
  /** A text holds the very marks by which a reader of the format parts the turns. */
  'delimiter_text',
  'no_model',
  /** Nothing tells how strongly the chosen response is preferred. */
  'no_strength',
  /** The file has margins and this row has none. */
  'no_margin',
  /** The row counts less than a whole one and the file has no weights. */
  'weight',
  'neutral_step',
  /** No step is judged, or one is blank. */
  'no_steps',
  /** Fewer judgments of the response than the recipe asks for. */
  'too_few_judgments',
  /** No rating is of an attribute the format knows. */
  'unknown_ratings',
  /** What somebody wrote beside the row, or a response that is only rated, holds some, and the recipe refuses it. */
  'personal_data',
]);
export type RefusalReason = z.infer<typeof refusalReason>;

/** How turns become one text; see `templates` of formats. */
export const textTemplates = ['plain', 'hh', 'chatml', 'llama3'] as const;
export type TextTemplate = (typeof textTemplates)[number];
/** Those that no export has unless it is asked for: `plain` is the usual one wherever a format has it. */
export type OtherTemplate = Exclude<TextTemplate, 'plain'>;

/** NeMo-Aligner reads texts that carry the marks of the model's template: turns as they are are none. */
const marked = ['chatml', 'llama3', 'hh'] as const satisfies readonly OtherTemplate[];
const choices: Readonly<Partial<Record<(typeof exportFormats)[number], readonly TextTemplate[]>>> = {
  'text-triple': textTemplates,
  stepwise: textTemplates,
  'nemo-aligner-rm': marked,
  'nemo-aligner-dpo': marked,
  'nemo-aligner-regression': marked,
};

/** The templates that an export in a format can have, its usual one first. Empty: it writes messages, or turns as its trainer has them. */
export function templatesOf(format: (typeof exportFormats)[number]): readonly TextTemplate[] {
  return choices[format] ?? [];
}
