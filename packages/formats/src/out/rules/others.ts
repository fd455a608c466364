import {
  alternates,
  isBlank,
  isRow,
  isText,
  messagesFault,
  rolesOf,
  same,
  textsFault,
  type Words,
} from './shapes.ts';
import { type Fault, faultIf, firstFault, type Row, type Rule } from './verdict.ts';

const mark = /\n\n(Human|Assistant):/g;

/** The turns of a transcript as its readers part them. */
function turnsOf(text: string): { readonly who: string; readonly text: string }[] {
  const marks = [...text.matchAll(mark)];
  return marks.map((found, index) => ({
    who: found[1] ?? '',
    text: text.slice(found.index + found[0].length, marks[index + 1]?.index ?? text.length),
  }));
}

function transcriptFault(text: string): Fault {
  const turns = turnsOf(text);
  return firstFault(
    faultIf(!text.startsWith('\n\nHuman:'), 'error: the transcript does not begin with the human'),
    faultIf(turns.at(-1)?.who !== 'Assistant', 'error: the transcript does not end with the assistant'),
    faultIf(
      turns.some(({ who }, index) => who !== (index % 2 === 0 ? 'Human' : 'Assistant')),
      'silent: a text holds the marks of a turn',
    ),
    faultIf(
      turns.some((turn) => /(^|\n)[^\S\n]*(Human|Assistant):/.test(turn.text)),
      'silent: a text holds what looks like a turn',
    ),
  );
}

export const hhStrings: Rule = {
  shape: 'lines',
  needs: ['chosen', 'rejected'],
  knows: [],
  row: (row) =>
    firstFault(
      textsFault(row, ['chosen', 'rejected']),
      () => transcriptFault(row['chosen'] as string),
      () => transcriptFault(row['rejected'] as string),
      () => {
        const [one, other] = [turnsOf(row['chosen'] as string), turnsOf(row['rejected'] as string)];
        return firstFault(
          faultIf(!same(one.slice(0, -1), other.slice(0, -1)), 'dropped: more than the last turn differs'),
          faultIf(same(one, other), 'dropped: both answers are the same'),
          faultIf(isBlank(one.at(-1)?.text), 'silent: the chosen answer is empty'),
        );
      },
    ),
};

const from: Words = { role: 'from', text: 'content', roles: ['system', 'user', 'assistant'] };

function oneAnswer(value: unknown): Fault {
  return firstFault(messagesFault(value, from), () =>
    faultIf(!same(rolesOf(value, from), ['assistant']), 'error: not one answer'),
  );
}

export const colossal: Rule = {
  shape: 'lines',
  needs: ['context', 'chosen', 'rejected'],
  knows: [],
  row: (row) =>
    firstFault(
      messagesFault(row['context'], from),
      () =>
        faultIf(
          !alternates(rolesOf(row['context'], from), { user: 'user', assistant: 'assistant', last: 'user' }),
          'error: the turns do not alternate',
        ),
      oneAnswer(row['chosen']),
      oneAnswer(row['rejected']),
      faultIf(same(row['chosen'], row['rejected']), 'silent: both answers are the same'),
      () =>
        faultIf(
          isBlank(((row['chosen'] as Row[])[0] as Row)['content']),
          'silent: the chosen answer is empty',
        ),
    ),
};

export const tinker: Rule = {
  shape: 'lines',
  needs: ['comparison', 'label'],
  knows: [],
  row: (row) => {
    const { comparison } = row;
    if (!isRow(comparison)) return 'error: the comparison is no object';
    return firstFault(
      messagesFault(comparison['prompt_conversation']),
      messagesFault(comparison['completion_A']),
      messagesFault(comparison['completion_B']),
      faultIf(!['A', 'B', 'Tie'].includes(row['label'] as string), 'error: the label is none of A, B, Tie'),
      faultIf(
        same(comparison['completion_A'], comparison['completion_B']),
        'silent: both answers are the same',
      ),
    );
  },
};

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

export const mossRm: Rule = {
  shape: 'list',
  needs: ['chosen', 'rejected'],
  knows: [],
  row: (row) => {
    const { chosen, rejected } = row;
    if (!isTexts(chosen) || !isTexts(rejected)) return 'error: a side is no list of texts';
    return firstFault(
      faultIf(chosen.length !== rejected.length, 'dropped: unequal numbers of turns'),
      faultIf(chosen.length === 0 || chosen.length % 2 !== 0, "silent: the last turn is the speaker's own"),
      faultIf([...chosen, ...rejected].includes(''), 'dropped: an empty text'),
      faultIf(chosen.at(-1) === rejected.at(-1), 'dropped: both answers are the same'),
      faultIf(!same(chosen.slice(0, -1), rejected.slice(0, -1)), 'silent: the turns before differ'),
      faultIf(isBlank(chosen.at(-1)), 'silent: the chosen answer is empty'),
    );
  },
};

export const rewardbench: Rule = {
  shape: 'lines',
  needs: ['prompt', 'chosen', 'rejected', 'chosen_model', 'rejected_model', 'subset', 'id'],
  knows: [],
  row: (row) =>
    firstFault(
      textsFault(row, ['prompt', 'chosen', 'rejected', 'chosen_model', 'rejected_model', 'subset', 'id']),
      faultIf(isBlank(row['prompt']), 'silent: the prompt is empty'),
      faultIf(isBlank(row['chosen']), 'silent: the chosen answer is empty'),
      faultIf(row['chosen'] === row['rejected'], 'silent: both answers are the same'),
    ),
};

export const arena: Rule = {
  shape: 'lines',
  needs: ['model_a', 'model_b', 'winner', 'conversation_a', 'conversation_b', 'judge', 'turn', 'language'],
  knows: null,
  row: (row) =>
    firstFault(
      textsFault(row, ['model_a', 'model_b']),
      faultIf(
        !['model_a', 'model_b', 'tie', 'tie (bothbad)'].includes(row['winner'] as string),
        'error: nobody knows this winner',
      ),
      messagesFault(row['conversation_a']),
      messagesFault(row['conversation_b']),
      faultIf(
        !Number.isInteger(row['turn']) || Number(row['turn']) < 1,
        'error: the turn is no number from 1',
      ),
      ...['judge', 'language'].map((name) =>
        faultIf(row[name] !== null && !isText(row[name]), `error: ${name} is no text`),
      ),
    ),
};

export const votes: Rule = {
  shape: 'lines',
  needs: [
    'judgment_id',
    'comparison_id',
    'prompt',
    'responses',
    'annotator',
    'presented_order',
    'kind',
    'outcome',
    'strength',
    'counted',
  ],
  knows: null,
  row: (row) =>
    firstFault(
      textsFault(row, ['judgment_id', 'comparison_id', 'annotator', 'kind', 'outcome']),
      messagesFault(row['prompt']),
      faultIf(
        !Array.isArray(row['responses']) || row['responses'].length === 0,
        'error: there is no response',
      ),
      faultIf(!Array.isArray(row['presented_order']), 'error: the order shown is missing'),
      faultIf(typeof row['counted'] !== 'boolean', 'error: counted is neither true nor false'),
      faultIf(
        row['strength'] !== null && !Number.isFinite(row['strength']),
        'error: the strength is no number',
      ),
    ),
};
