import { expect, it } from 'vitest';
import type { SingleDetails, StepLabel } from '@pairwright/contract/judgment';
import { resolveSingle, type SingleJudgment, tallySingle, toSingle } from './resolution-single.ts';
import { labelSingle } from './resolution-single-label.ts';

const thumb = (up: boolean): SingleJudgment => toSingle({ outcome: up ? 'thumbs_up' : 'thumbs_down' });
const cannot = toSingle({ outcome: 'cannot_judge' });
const stepped = (...labels: StepLabel[]): SingleJudgment => cut(10, labels);
function cut(length: number, labels: readonly StepLabel[]): SingleJudgment {
  const steps = labels.map((label, place) => ({ start: place * length, end: (place + 1) * length, label }));
  return toSingle({ outcome: 'steps', details: { ratings: [], steps } });
}
const rated = (...ratings: SingleDetails['ratings']): SingleJudgment =>
  toSingle({ outcome: 'rated', details: { ratings, steps: null } });
const quality = (value: number) => rated({ key: 'quality', response: 0, value });

it('labels thumbs by what more say, and lets none win where as many say the one as the other', () => {
  expect(labelSingle([thumb(true), thumb(true), thumb(false), cannot], null)).toMatchObject({
    method: 'majority',
    result: 'answered',
    reason: null,
    agreement: 2 / 3,
    votesUsed: 3,
    tally: { kind: 'label', up: 2, down: 1 },
    disagreement: 2 / 3,
    winner: null,
    strength: null,
    steps: null,
  });
  expect(labelSingle([thumb(true)], null)).toMatchObject({ method: 'single', agreement: 1, disagreement: 0 });
  expect(labelSingle([thumb(true), thumb(false)], null)).toMatchObject({
    method: 'majority',
    result: 'contested',
    agreement: null,
    disagreement: 1,
  });
});

it('has no label without judgments, where all abstain, and where nothing is told', () => {
  const none = { method: null, result: 'unresolved', votesUsed: 0, disagreement: 0 };
  expect(labelSingle([], null)).toMatchObject({ ...none, reason: 'too_few_judgments' });
  expect(labelSingle([cannot, cannot], null)).toMatchObject({ ...none, reason: 'cannot_judge' });
  expect(labelSingle([rated(), cannot], null)).toMatchObject({ ...none, reason: 'no_preference' });
});

it('labels each step that more than half judged', () => {
  const label = labelSingle(
    [stepped('right', 'right', 'wrong'), stepped('right', 'neutral', 'wrong'), stepped('right', 'right')],
    null,
  );
  expect(label).toMatchObject({ method: 'majority', result: 'answered', agreement: 2 / 3, votesUsed: 3 });
  expect(label.steps).toEqual([
    { start: 0, end: 10, right: 3, wrong: 0, neutral: 0, alike: true, mostly: 'right', decided: null },
    { start: 10, end: 20, right: 2, wrong: 0, neutral: 1, alike: true, mostly: 'right', decided: null },
    { start: 20, end: 30, right: 0, wrong: 2, neutral: 0, alike: true, mostly: 'wrong', decided: null },
  ]);
  // Two of three shares: (ln 3 - 2/3 ln 2) / ln 3.
  expect(label.disagreement).toBeCloseTo((Math.log(3) - (2 / 3) * Math.log(2)) / Math.log(3), 12);
});

it('contests steps of which one has no leading label, or was cut differently', () => {
  const split = labelSingle([stepped('right', 'wrong'), stepped('right', 'right')], null);
  expect(split).toMatchObject({ result: 'contested', agreement: null, disagreement: 1 });
  expect(split.steps?.map(({ mostly }) => mostly)).toEqual(['right', null]);
  const different = labelSingle([cut(10, ['right']), cut(12, ['right'])], null);
  expect(different).toMatchObject({ result: 'contested', disagreement: 1, steps: [{ mostly: null }] });
});

it('answers ratings, which have labels of their own', () => {
  expect(labelSingle([quality(4), quality(2), cannot], null)).toMatchObject({
    method: 'median',
    result: 'answered',
    agreement: null,
    votesUsed: 2,
  });
});

it('takes the decision of reviewers and keeps what people said', () => {
  expect(labelSingle([thumb(true), thumb(true)], thumb(false))).toMatchObject({
    method: 'adjudicated',
    result: 'answered',
    agreement: null,
    votesUsed: 2,
    tally: { up: 2, down: 0 },
  });
  expect(labelSingle([thumb(true)], cannot)).toMatchObject({
    method: 'adjudicated',
    result: 'unresolved',
    reason: 'cannot_judge',
  });
  const steps = labelSingle([stepped('right', 'right', 'right')], stepped('right', 'wrong')).steps;
  expect(steps?.map(({ right, mostly, decided }) => [right, mostly, decided])).toEqual([
    [1, 'right', 'right'],
    [1, 'right', 'wrong'],
  ]);
  // Votes about other phrases than the reviewer's are none about them.
  expect(labelSingle([cut(12, ['right'])], stepped('wrong')).steps).toMatchObject([
    { start: 0, end: 10, right: 0, mostly: null, decided: 'wrong' },
  ]);
});

it('is the row of a dataset by the same count, decided where the recipe prefers decisions', () => {
  const recipe = { minJudgments: 2, majority: 'simple', dropFlagged: true, adjudicated: 'prefer' } as const;
  const facts = { flagged: false, textMissing: false, blank: false };
  const votes = [thumb(true), thumb(false)];
  const row = (of: typeof recipe | { adjudicated: 'ignore' }, decision: SingleJudgment | null) =>
    resolveSingle({ ...recipe, ...of }, { judgments: votes, decision, facts });
  expect(row(recipe, null)).toBe('no_majority');
  expect(row(recipe, thumb(false))).toEqual({ row: { kind: 'label', good: false }, agreement: 1 });
  expect(row({ adjudicated: 'ignore' }, thumb(false))).toBe('no_majority');
  expect(row(recipe, cannot)).toBe('cannot_judge');
  expect(row(recipe, quality(3))).toEqual({
    row: { kind: 'ratings', ratings: [{ key: 'quality', mean: 3, votes: 1 }] },
    agreement: null,
  });
  expect(tallySingle(votes)).toMatchObject({
    kind: 'label',
    up: 1,
    down: 1,
    stepped: 0,
    steps: [],
    ratings: [],
  });
});
