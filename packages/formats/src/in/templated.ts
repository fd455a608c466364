import { sayDetail } from '../rule-details.ts';
import type { ForeignFaults } from './foreign-faults.ts';
import type { LooseMessage } from './own-row.ts';
import { readTranscript } from './transcript.ts';

/** How a template marks the turns that it puts into one text. */
interface Marks {
  /** What a turn begins with; its first group is who speaks. */
  readonly open: RegExp;
  readonly close: string;
  /** Between two turns. */
  readonly between: string;
  /** Whatever is a border, and so no text. */
  readonly any: RegExp;
}

const templates: readonly Marks[] = [
  {
    open: /<\|im_start\|>(system|user|assistant)\n/y,
    close: '<|im_end|>',
    between: '\n',
    any: /<\|(?:im_start|im_end|endoftext)\|>/,
  },
  {
    open: /<\|start_header_id\|>(system|user|assistant)<\|end_header_id\|>\n\n/y,
    close: '<|eot_id|>',
    between: '',
    any: /<\|(?:start_header_id|end_header_id|eot_id|begin_of_text|end_of_text)\|>/,
  },
];

function marksOf(text: string): Marks | undefined {
  return templates.find(({ open }) => turnAt(open, text, 0) !== null);
}

/** Whether a text begins as turns in a template do: ChatML, that of Llama 3, or "Human:" and "Assistant:". */
export function isTemplated(text: unknown): text is string {
  return typeof text === 'string' && (marksOf(text) !== undefined || text.startsWith('\n\nHuman:'));
}

interface Place {
  readonly path: string;
  readonly text: string;
}

/** A whole conversation in a template, the assistant's answer at its end. Null: there is a fault. */
export function readTemplated(faults: ForeignFaults, place: Place): LooseMessage[] | null {
  const turns = readTurns(faults, place);
  if (turns === null) return null;
  const { messages, isOpen } = turns;
  if (!isOpen && messages.length > 1 && messages.at(-1)?.role === 'assistant') return messages;
  return wrong(faults, place, 'templated_answer');
}

/** The prompt of two answers in a template: it ends where they begin. Null: there is a fault. */
export function readTemplatedPair(
  faults: ForeignFaults,
  prompt: Place,
  answers: readonly Place[],
): { readonly prompt: LooseMessage[]; readonly answers: readonly LooseMessage[][] } | null {
  const turns = readTurns(faults, prompt);
  if (turns === null) return null;
  if (!turns.isOpen || turns.messages.length === 0) return wrong(faults, prompt, 'templated_prompt');
  const read = answers.map(({ path, text }) => {
    const whole = readTemplated(faults, { path, text: prompt.text + text });
    const count = turns.messages.length + 1;
    if (whole === null || whole.length === count) return whole && whole.slice(-1);
    return wrong(faults, { path, text }, 'templated_answer');
  });
  return read.includes(null) ? null : { prompt: turns.messages, answers: read as LooseMessage[][] };
}

interface Turns {
  readonly messages: LooseMessage[];
  /** The assistant's turn begins where the text ends. */
  readonly isOpen: boolean;
}

function readTurns(faults: ForeignFaults, place: Place): Turns | null {
  const { path, text } = place;
  const marks = marksOf(text);
  if (marks !== undefined) return readMarked(faults, place, marks);
  const messages = readTranscript(faults, path, text);
  if (messages === null) return null;
  const isOpen = text.endsWith('\n\nAssistant:');
  return { messages: isOpen ? messages.slice(0, -1) : messages, isOpen };
}

function readMarked(faults: ForeignFaults, { path, text }: Place, marks: Marks): Turns | null {
  const messages: LooseMessage[] = [];
  let at = 0;
  while (at < text.length) {
    const turn = turnAt(marks.open, text, at);
    if (turn === null) return wrong(faults, { path, text: text.slice(at) }, 'templated_turn');
    if (turn.end === text.length && turn.role === 'assistant') return { messages, isOpen: true };
    const end = text.indexOf(marks.close, turn.end);
    const content = text.slice(turn.end, end === -1 ? undefined : end);
    if (end === -1 || marks.any.test(content))
      return wrong(faults, { path, text: text.slice(at) }, 'templated_turn');
    messages.push({ role: turn.role, content });
    at = end + marks.close.length;
    if (text.startsWith(marks.between, at)) at += marks.between.length;
  }
  return { messages, isOpen: false };
}

function turnAt(open: RegExp, text: string, at: number): { role: string; end: number } | null {
  open.lastIndex = at;
  const found = open.exec(text);
  return found && { role: found[1]!, end: open.lastIndex };
}

type Detail = 'templated_turn' | 'templated_answer' | 'templated_prompt';

function wrong(faults: ForeignFaults, { path, text }: Place, detail: Detail): null {
  return faults.add(path, text, { code: 'templated', rule: sayDetail(detail) });
}
