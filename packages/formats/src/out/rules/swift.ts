import { isText, marginFault, messagesFault, rolesOf } from './shapes.ts';
import { type Fault, faultIf, firstFault, type Row, type Rule } from './verdict.ts';

/** The loader deletes a row whose messages hold a null, and knows these keys only. */
function conversationFault(value: unknown): Fault {
  const fault = messagesFault(value);
  if (fault?.startsWith('silent') === true) return 'dropped: a message has no text';
  return firstFault(
    fault,
    () =>
      faultIf(rolesOf(value).at(-1) !== 'assistant', 'error: the conversation does not end with an answer'),
    () => faultIf(!rolesOf(value).includes('user'), 'error: there is no user'),
    () =>
      faultIf(
        (value as Row[]).some((message) =>
          Object.keys(message).some((key) => !['role', 'content', 'loss', 'loss_scale'].includes(key)),
        ),
        'silent: keys beside role and content are removed',
      ),
  );
}

function lastText(row: Row): unknown {
  return ((row['messages'] as Row[]).at(-1) as Row)['content'];
}

export const swiftRlhf: Rule = {
  shape: 'lines',
  needs: ['messages', 'rejected_response'],
  knows: null,
  row: (row, { rows }) =>
    firstFault(
      conversationFault(row['messages']),
      faultIf(row['rejected_response'] === null, 'dropped: there is no rejected answer'),
      faultIf(!isText(row['rejected_response']), 'error: the rejected answer is no text'),
      () => faultIf(lastText(row) === row['rejected_response'], 'dropped: both answers are the same'),
      marginFault(row, rows),
    ),
};

export const swiftKto: Rule = {
  shape: 'lines',
  needs: ['messages', 'label'],
  knows: null,
  row: (row) =>
    firstFault(
      conversationFault(row['messages']),
      faultIf(typeof row['label'] !== 'boolean', 'error: the label is neither true nor false'),
    ),
};
