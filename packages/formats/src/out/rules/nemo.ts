import { isBlank, isRow, isText, messagesFault, same, textsFault } from './shapes.ts';
import { type Fault, faultIf, firstFault, type Rule } from './verdict.ts';

function completionFault(value: unknown): Fault {
  if (!isRow(value)) return 'error: a completion is no object';
  return firstFault(
    faultIf(!Number.isInteger(value['rank']), 'error: the rank is no whole number'),
    messagesFault(value['completion']),
  );
}

export const nemoRl: Rule = {
  shape: 'lines',
  needs: ['context', 'completions'],
  // Its loader adds `task_name` itself.
  knows: [],
  row: (row) => {
    const { completions } = row;
    if (!Array.isArray(completions) || completions.length !== 2)
      return 'error: there must be two completions';
    const [one, other] = completions as unknown[];
    return firstFault(messagesFault(row['context']), completionFault(one), completionFault(other), () => {
      if (!isRow(one) || !isRow(other)) return null;
      return firstFault(
        faultIf(one['rank'] === other['rank'], 'error: equal ranks'),
        faultIf(same(one['completion'], other['completion']), 'silent: both answers are the same'),
      );
    });
  },
};

/** Even lines are the better answers, odd ones the worse to the same prompt. */
export const nemoAlignerRm: Rule = {
  shape: 'lines',
  needs: ['text'],
  knows: [],
  row: (row, { rows, index }) => {
    const partner = rows[index % 2 === 0 ? index + 1 : index - 1];
    return firstFault(
      textsFault(row, ['text']),
      faultIf(isBlank(row['text']), 'silent: the text is empty'),
      faultIf(partner === undefined, 'error: a line has no partner'),
      faultIf(partner?.['text'] === row['text'], 'silent: both answers are the same'),
    );
  },
};

export const nemoAlignerDpo: Rule = {
  shape: 'lines',
  needs: ['prompt', 'chosen_response', 'rejected_response'],
  knows: ['chosen_reward', 'rejected_reward'],
  row: (row) =>
    firstFault(
      textsFault(row, ['prompt', 'chosen_response', 'rejected_response']),
      faultIf(isBlank(row['prompt']), 'silent: the prompt is empty'),
      faultIf(isBlank(row['chosen_response']), 'silent: the chosen answer is empty'),
      faultIf(row['chosen_response'] === row['rejected_response'], 'silent: both answers are the same'),
    ),
};

export const nemoAlignerRegression: Rule = {
  shape: 'lines',
  needs: ['text', 'label'],
  knows: [],
  row: (row) => {
    const { label } = row;
    if (!isText(row['text'])) return 'error: text is no text';
    if (!Array.isArray(label) || !label.every(Number.isFinite))
      return 'error: the label is no list of numbers';
    return firstFault(
      faultIf(label.length !== 9, 'error: there must be nine attributes'),
      faultIf(
        label.every((value) => value === -100),
        'error: every attribute is masked',
      ),
    );
  },
};

/** The sign decides: negative = the first answer is chosen. */
export const helpsteer3: Rule = {
  shape: 'lines',
  needs: ['context', 'response1', 'response2', 'overall_preference', 'individual_preference'],
  knows: ['domain', 'language'],
  row: (row) => {
    const strength = row['overall_preference'];
    const each = row['individual_preference'];
    if (!Array.isArray(each) || !each.every((one) => isRow(one) && Number.isFinite(one['score'])))
      return 'error: a judgment has no score';
    return firstFault(
      messagesFault(row['context']),
      textsFault(row, ['response1', 'response2']),
      faultIf(!Number.isFinite(strength), 'error: the preference is no number'),
      faultIf(Math.abs(Number(strength)) > 3, 'silent: the preference is off the scale'),
      faultIf(strength === 0, 'silent: a tie becomes two equal answers'),
      faultIf(row['response1'] === row['response2'], 'silent: both answers are the same'),
      faultIf(
        isBlank(row[Number(strength) < 0 ? 'response1' : 'response2']),
        'silent: the chosen answer is empty',
      ),
    );
  },
};
