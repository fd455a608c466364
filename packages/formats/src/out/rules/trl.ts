import { isBlank, isText, marginFault, messagesFault, rolesOf, same, textsFault } from './shapes.ts';
import { faultIf, firstFault, type Row, type Rule } from './verdict.ts';

function lastText(messages: unknown): unknown {
  return ((messages as Row[]).at(-1) as Row)['content'];
}

/** The longest beginning that both have: TRL takes it for the prompt. */
function sharedLength(one: readonly unknown[], other: readonly unknown[]): number {
  const at = one.findIndex((message, index) => !same(message, other[index]));
  return at === -1 ? Math.min(one.length, other.length) : at;
}

export const trlImplicit: Rule = {
  shape: 'lines',
  needs: ['chosen', 'rejected'],
  knows: null,
  row: (row, { rows }) =>
    firstFault(
      messagesFault(row['chosen']),
      messagesFault(row['rejected']),
      faultIf(same(row['chosen'], row['rejected']), 'silent: both answers are the same'),
      () =>
        faultIf(
          sharedLength(row['chosen'] as unknown[], row['rejected'] as unknown[]) === 0,
          'error: the two share no prompt',
        ),
      () => faultIf(isBlank(lastText(row['chosen'])), 'silent: the chosen answer is empty'),
      marginFault(row, rows),
    ),
};

export const trlExplicit: Rule = {
  shape: 'lines',
  needs: ['prompt', 'chosen', 'rejected'],
  knows: null,
  row: (row, { rows }) =>
    firstFault(
      messagesFault(row['prompt']),
      messagesFault(row['chosen']),
      messagesFault(row['rejected']),
      () =>
        faultIf(
          !['user', 'tool'].includes(rolesOf(row['prompt']).at(-1) ?? ''),
          'silent: a prompt that ends with the assistant is continued',
        ),
      faultIf(same(row['chosen'], row['rejected']), 'silent: both answers are the same'),
      () => faultIf(isBlank(lastText(row['chosen'])), 'silent: the chosen answer is empty'),
      marginFault(row, rows),
    ),
};

export const textTriple: Rule = {
  shape: 'lines',
  needs: ['prompt', 'chosen', 'rejected'],
  knows: null,
  row: (row, { rows }) =>
    firstFault(
      textsFault(row, ['prompt', 'chosen', 'rejected']),
      faultIf(isBlank(row['prompt']), 'silent: the prompt is empty'),
      faultIf(isBlank(row['chosen']), 'silent: the chosen answer is empty'),
      faultIf(row['chosen'] === row['rejected'], 'silent: both answers are the same'),
      marginFault(row, rows),
    ),
};

export const kto: Rule = {
  shape: 'lines',
  needs: ['prompt', 'completion', 'label'],
  knows: null,
  row: (row) =>
    firstFault(
      messagesFault(row['prompt']),
      messagesFault(row['completion']),
      () => faultIf(!same(rolesOf(row['completion']), ['assistant']), 'silent: the completion is no answer'),
      () => faultIf(isBlank(lastText(row['completion'])), 'silent: the answer is empty'),
      faultIf(typeof row['label'] !== 'boolean', 'error: the label is neither true nor false'),
    ),
};

export const stepwise: Rule = {
  shape: 'lines',
  needs: ['prompt', 'completions', 'labels'],
  knows: null,
  row: (row) => {
    const { completions, labels } = row;
    if (!isText(row['prompt'])) return 'error: the prompt is no text';
    if (!Array.isArray(completions) || !completions.every(isText)) return 'error: the steps are no texts';
    if (!Array.isArray(labels) || !labels.every((label) => typeof label === 'boolean'))
      return 'error: a label is neither true nor false';
    return firstFault(
      faultIf(completions.length !== labels.length, 'error: not as many labels as steps'),
      faultIf(completions.length === 0, 'silent: there is no step'),
      faultIf(completions.some(isBlank), 'silent: a step is empty'),
    );
  },
};
