import { type TextTemplate, textTemplates } from '@pairwright/contract/export-formats';
import type { ExportRecord, RecordResponse } from './record.ts';
import { refuseIf } from './refused.ts';
import { answerText, type PlainMessage, promptMessages, promptTurns, singleTurn } from './turns.ts';

/**
 * Turns as one text. Two texts are made, of the prompt and of the response, so that one behind the other is the whole.
 *
 * - `plain`: the user's text and the answer as they are; one turn without a system message, nothing else.
 * - `hh`: "\n\nHuman: " and "\n\nAssistant: " before each turn, as in Anthropic's helpful and harmless data; no system message.
 * - `chatml`: `<|im_start|>role`, the text and `<|im_end|>` for each message.
 * - `llama3`: the headers of Llama 3 without the mark of the beginning, which tokenizers add.
 */
export const templateNames = textTemplates;
export type TemplateName = TextTemplate;

interface Template {
  readonly prompt: (record: ExportRecord) => string;
  readonly answer: (text: string) => string;
  /** What in a text a reader would take for the end of a turn. */
  readonly marks: RegExp | null;
}

/** The speakers' marks at the start of any line, as readers find them. */
export const hhMarks = /(?:^|\n)[^\S\n]*(?:Human|Assistant):/;

function hhPrompt(record: ExportRecord): string {
  const { system, turns } = promptTurns(record);
  refuseIf(system !== null, 'system_prompt');
  return `${turns.map(hhTurn).join('')}\n\nAssistant:`;
}

function hhTurn({ role, content }: PlainMessage): string {
  return `\n\n${role === 'user' ? 'Human' : 'Assistant'}: ${content}`;
}

function headed(record: ExportRecord, write: (message: PlainMessage) => string, open: string): string {
  return `${promptMessages(record).map(write).join('')}${open}`;
}

const templates: Readonly<Record<TemplateName, Template>> = {
  plain: {
    prompt: (record) => {
      const { system, input } = singleTurn(record);
      refuseIf(system !== null, 'system_prompt');
      return input;
    },
    answer: (text) => text,
    marks: null,
  },
  hh: { prompt: hhPrompt, answer: (text) => ` ${text}`, marks: hhMarks },
  chatml: {
    prompt: (record) =>
      headed(
        record,
        ({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`,
        '<|im_start|>assistant\n',
      ),
    answer: (text) => `${text}<|im_end|>`,
    marks: /<\|(?:im_start|im_end|endoftext)\|>/,
  },
  llama3: {
    prompt: (record) =>
      headed(
        record,
        ({ role, content }) => `<|start_header_id|>${role}<|end_header_id|>\n\n${content}<|eot_id|>`,
        '<|start_header_id|>assistant<|end_header_id|>\n\n',
      ),
    answer: (text) => `${text}<|eot_id|>`,
    marks: /<\|(?:start_header_id|end_header_id|eot_id|begin_of_text|end_of_text)\|>/,
  },
};

/** The prompt and the responses as texts. Refuses texts that hold the template's own marks. */
export function rendered(
  record: ExportRecord,
  responses: readonly RecordResponse[],
  name: TemplateName,
): { readonly prompt: string; readonly answers: readonly string[] } {
  const { marks, prompt, answer } = templates[name];
  const answers = responses.map(answerText);
  const written = { prompt: prompt(record), answers: answers.map(answer) };
  const texts = [...record.prompt.map(({ content }) => content ?? ''), ...answers];
  refuseIf(marks !== null && texts.some((text) => marks.test(text)), 'delimiter_text');
  return written;
}
