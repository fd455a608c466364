import { routingPolicy, type RoutingPolicy } from '@pairwright/contract/routing';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { expect, test } from 'vitest';
import { begin, changedIn, conflictsIn, follow } from '../shared/followed.ts';
import { namesIn } from '../shared/names-in.ts';
import { draftIn, draftOf, fieldsOf, parts, policyOf, rulesDropped } from './policy-draft.ts';

const full: RoutingPolicy = {
  languageMatch: true,
  categorySkills: { law: ['lawyer', 'notary'], 医学: ['医生'] },
  caps: { perHour: 40, perDay: null, perProject: 500 },
  cooldown: { comparisons: 3, hours: 2 },
  gold: {
    percent: 10,
    warmUp: { first: 20, gold: 4 },
    exposures: 30,
    rules: [{ action: 'pause', bound: 'upper', belowPercent: 70, atLeast: 10 }],
  },
  repeats: { percent: 5, after: 20 },
  adaptive: { most: 5, accuracy: 0.75, learnt: false, spreadPercent: 50 },
  active: { uniformPercent: 15 },
  qualification: { passPercent: 80, attempts: 2, validDays: null, tellAnswers: true },
  practice: { passPercent: 60, attempts: 3, validDays: 30 },
};

test('a policy that is not touched is sent as it was', () => {
  for (const policy of [full, openPolicy]) expect(policyOf(draftOf(policy), policy)).toEqual(policy);
  expect(policyOf(draftOf(null), null)).toEqual(openPolicy);
});

test('what is switched on begins with numbers that the contract takes', () => {
  const draft = draftOf(null);
  const on = Object.fromEntries(Object.keys(parts).map((part) => [part, true])) as typeof draft.on;
  const policy = policyOf({ ...draft, on }, null);
  expect(routingPolicy.safeParse(policy).error).toBe(undefined);
  expect(policy?.gold?.percent).toBe(10);
});

test('a number out of range is not sent, wherever the contract would refuse it', () => {
  const draft = draftOf(full);
  for (const [part, fields] of Object.entries(parts))
    for (const [field, { least, most }] of Object.entries(fields)) {
      const key = `${part}.${field}`;
      for (const value of [least - 1, most + 1])
        expect(policyOf({ ...draft, numbers: { ...draft.numbers, [key]: String(value) } }, full), key).toBe(
          null,
        );
    }
  const tooMuch = { ...draft.numbers, 'gold.first': '3', 'gold.gold': '4' };
  expect(policyOf({ ...draft, numbers: tooMuch }, full)).toBe(null);
});

test('names stand between commas of either script', () => {
  expect(namesIn(' law, 医学，  notary、law,')).toEqual(['law', '医学', 'notary']);
});

test('what a field cannot show in full is kept while it is not touched', () => {
  const odd: RoutingPolicy = {
    ...full,
    categorySkills: { 'law: civil': ['a, b'], none: [] },
    adaptive: { most: 5, accuracy: 0.755, learnt: true, spreadPercent: 50 },
  };
  const draft = draftOf(odd);
  expect(policyOf(draft, odd)).toEqual(odd);
  const touched = { ...draft, numbers: { ...draft.numbers, 'adaptive.most': '7' }, languageMatch: false };
  expect(policyOf(touched, odd)).toEqual({
    ...odd,
    languageMatch: false,
    adaptive: { most: 7, accuracy: 0.755, learnt: true, spreadPercent: 50 },
  });
});

test('rules stay with the gold comparisons, and are named when these are switched off', () => {
  const draft = draftOf(full);
  const off = { ...draft, on: { ...draft.on, gold: false } };
  expect(rulesDropped(draft, full)).toEqual([]);
  expect(rulesDropped(off, full)).toEqual(full.gold!.rules);
  expect(policyOf(off, full)!.gold).toBe(null);
  // Switched on again before it is saved they are still there, whatever else was changed.
  const on = { ...off, on: { ...off.on, gold: true }, numbers: { ...off.numbers, 'gold.percent': '20' } };
  expect(policyOf(on, full)!.gold).toEqual({ ...full.gold, percent: 20 });
  expect(rulesDropped(off, null)).toEqual([]);
});

test('a draft comes back from its fields', () => {
  for (const policy of [full, openPolicy, null])
    expect(draftIn(fieldsOf(draftOf(policy)))).toEqual(draftOf(policy));
});

test('what two leads change apart from each other both holds; where they differ somebody chooses', () => {
  const mine = { ...draftOf(full), numbers: { ...draftOf(full).numbers, 'gold.percent': '15' } };
  const theirs: RoutingPolicy = { ...full, languageMatch: false, caps: { ...full.caps, perHour: 60 } };
  const held = follow(
    { ...begin(fieldsOf(draftOf(full))), draft: fieldsOf(mine) },
    fieldsOf(draftOf(theirs)),
  );
  expect(changedIn(held)).toEqual(['numbers.gold.percent']);
  expect(policyOf(draftIn(held.draft), theirs)).toEqual({
    ...theirs,
    gold: { ...theirs.gold!, percent: 15 },
  });
  const other = fieldsOf(draftOf({ ...theirs, gold: { ...full.gold!, percent: 20 } }));
  expect(conflictsIn(follow(held, other), other)).toEqual(['numbers.gold.percent']);
});
