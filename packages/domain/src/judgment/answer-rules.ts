import { ruleSayer } from '../said-rule.ts';

/** What an answer can break that the question of a project, or the responses, ask for. The web translates by name. */
export const answerRules = {
  answer_responses: 'the question of the project cannot be asked of {count} responses',
  answer_positions: 'the question of the project has the positions 1 to {points}',
  answer_outcome: 'the question of the project does not offer this outcome',
  answer_ratings:
    'what is expected of each rating is set on the page of the comparison or by PUT …/gold, not here',
  answer_ranks: 'there is a rank for each of the {count} responses',
  answer_gap: 'ranks go 1, 2, 3 … without a gap',
  answer_ties: 'this question does not allow ties',
  answer_tray: 'this question has no tray for unacceptable responses',
  answer_unranked: 'every response has a rank',
  answer_steps: 'the response has {count} steps, and each has a label',
} as const;

export const sayAnswerRule = ruleSayer(answerRules);
