import {
  alternates,
  isBlank,
  isText,
  messageFault,
  messagesFault,
  rolesOf,
  same,
  textsFault,
  type Words,
} from './shapes.ts';
import { type Fault, faultIf, firstFault, type Row, type Rule } from './verdict.ts';

/** ShareGPT's words, which the loader takes when `dataset_info.json` names no tags. */
const gpt: Words = { role: 'from', text: 'value', roles: ['human', 'gpt', 'system'] };

function answerFault(row: Row, name: string): Fault {
  const answer = row[name];
  if (answer === null || answer === undefined) return `dropped: ${name} is missing`;
  // A list is not taken for a pair.
  if (Array.isArray(answer)) return `dropped: ${name} is a list`;
  return firstFault(
    messageFault(answer, gpt),
    faultIf((answer as Row)['from'] !== 'gpt', `dropped: ${name} is not by the model`),
  );
}

export const llamafactorySharegpt: Rule = {
  shape: 'lines',
  needs: ['conversations', 'chosen', 'rejected', 'system'],
  knows: null,
  row: (row) =>
    firstFault(
      messagesFault(row['conversations'], gpt),
      () =>
        faultIf(
          !alternates(rolesOf(row['conversations'], gpt), { user: 'human', assistant: 'gpt', last: 'human' }),
          'dropped: the turns do not alternate',
        ),
      answerFault(row, 'chosen'),
      answerFault(row, 'rejected'),
      textsFault(row, ['system']),
      faultIf(same(row['chosen'], row['rejected']), 'silent: both answers are the same'),
      () => faultIf(isBlank((row['chosen'] as Row)['value']), 'silent: the chosen answer is empty'),
    ),
};

function isRound(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(isText);
}

export const llamafactoryAlpaca: Rule = {
  shape: 'lines',
  needs: ['instruction', 'input', 'chosen', 'rejected', 'system', 'history'],
  knows: null,
  row: (row) =>
    firstFault(
      faultIf(row['chosen'] === null || row['rejected'] === null, 'dropped: an answer is missing'),
      textsFault(row, ['instruction', 'input', 'chosen', 'rejected', 'system']),
      faultIf(
        !Array.isArray(row['history']) || !row['history'].every(isRound),
        'error: history is no list of pairs',
      ),
      faultIf(row['chosen'] === row['rejected'], 'silent: both answers are the same'),
      faultIf(isBlank(row['chosen']), 'silent: the chosen answer is empty'),
    ),
};

export const llamafactoryKto: Rule = {
  shape: 'lines',
  needs: ['conversations', 'kto_tag', 'system'],
  knows: null,
  row: (row) =>
    firstFault(
      messagesFault(row['conversations'], gpt),
      () =>
        faultIf(
          !alternates(rolesOf(row['conversations'], gpt), { user: 'human', assistant: 'gpt', last: 'gpt' }),
          'dropped: the turns do not alternate',
        ),
      faultIf(
        typeof row['kto_tag'] !== 'boolean',
        'silent: a tag that is no boolean makes it supervised tuning',
      ),
      textsFault(row, ['system']),
      () =>
        faultIf(
          ((row['conversations'] as Row[]).at(-1) as Row)['value'] === '',
          'silent: an empty answer is taken for the other label',
        ),
    ),
};
