import { expect, test } from 'vitest';
import { rowVote } from './import-votes.ts';
import { readDetail, ruleDetails, type RuleDetail } from './rule-details.ts';

/** What a number, a name, a list of words may be: nothing that makes one rule look like another. */
const fillings = ['7', '-1', 'winner_model_a', 'a, b, c', '', 'a "quoted" one (and more).'];

test.each(Object.keys(ruleDetails) as RuleDetail[])(
  '%s is read as itself, whatever was filled in',
  (name) => {
    for (const filling of fillings) {
      const said = ruleDetails[name].replaceAll(/\{[a-z]+\}/g, filling);
      expect(readDetail(said)?.name).toBe(name);
    }
  },
);

/** A value of every kind where each field of a vote stands, and fields that no vote has. */
function* brokenVotes(): Generator<unknown> {
  const values = [undefined, null, true, 0.5, -99, 99, 2 ** 60, -(2 ** 60), Infinity, '', 'x'.repeat(201)];
  const wide = [
    ...values,
    [],
    {},
    Array.from({ length: 65 }, () => 1),
    [null],
    [-1],
    [99],
    [0.5],
    ['x'],
    [{}],
  ];
  const deep = wide.flatMap((value) => [
    [{ key: value, response: value, value, outcome: value, strength: value }],
  ]);
  for (const value of wide) yield value;
  for (const key of [...Object.keys(rowVote.shape), 'annotater'])
    for (const value of [...wide, ...deep]) yield { annotator: 'x', kind: 'human', [key]: value };
  yield { annotator: 'x', kind: 'human', one: 1, two: 2 };
}

test('what is wrong with the shape of a vote is one of the rules, whatever it is', () => {
  const said = [...brokenVotes()]
    .flatMap((vote) => rowVote.safeParse(vote).error?.issues ?? [])
    .map(({ message }) => `a vote: ${message}`);
  const names = new Set(said.map((rule) => readDetail(rule)?.name ?? rule));
  const expected = (Object.keys(ruleDetails) as RuleDetail[]).filter((name) =>
    ruleDetails[name].startsWith('a vote: '),
  );
  expect([...names].sort()).toEqual(expected.sort());
});
