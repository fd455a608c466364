import { isBlank, messageFault, messagesFault, rolesOf, same, textsFault } from './shapes.ts';
import { type Fault, faultIf, firstFault, type Row, type Rule } from './verdict.ts';

export const axolotlBt: Rule = {
  shape: 'lines',
  needs: ['system', 'input', 'chosen', 'rejected'],
  knows: [],
  row: (row) =>
    firstFault(
      textsFault(row, ['system', 'input', 'chosen', 'rejected']),
      faultIf(isBlank(row['chosen']), 'silent: the chosen answer is empty'),
      faultIf(row['chosen'] === row['rejected'], 'silent: both answers are the same'),
    ),
};

function answerFault(value: unknown): Fault {
  return firstFault(messageFault(value), () =>
    faultIf((value as Row)['role'] !== 'assistant', 'error: the answer is not by the assistant'),
  );
}

export const axolotlDpo: Rule = {
  shape: 'lines',
  needs: ['messages', 'chosen', 'rejected'],
  knows: [],
  row: (row) =>
    firstFault(
      messagesFault(row['messages']),
      () =>
        faultIf(rolesOf(row['messages']).at(-1) !== 'user', 'silent: the messages do not end with the user'),
      answerFault(row['chosen']),
      answerFault(row['rejected']),
      faultIf(same(row['chosen'], row['rejected']), 'silent: both answers are the same'),
      () => faultIf(isBlank((row['chosen'] as Row)['content']), 'silent: the chosen answer is empty'),
    ),
};
