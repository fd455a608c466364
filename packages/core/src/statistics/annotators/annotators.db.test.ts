import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnnotatorNumbers } from '@pairwright/contract/statistics/annotators';
import { binomialTest } from '@pairwright/stats/annotators/binomial-test';
import { wilsonInterval } from '@pairwright/stats/annotators/intervals';
import { randomFrom } from '@pairwright/stats/numeric/random';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createProject } from '../../annotate/annotate.fixture.ts';
import { computed } from '../statistics.fixture.ts';
import { type PlantedVote, plantVotes } from './annotators.fixture.ts';
import type { StoredAnnotators } from '../stored-shapes.ts';

const COMPARISONS = 200;
/** Who does what; everybody else is careful. */
const [CAREFUL, SIDED, GUESSING, TIRING, NEW] = [0, 6, 7, 5, 8] as const;
const PEOPLE = 9;

let database: TestDatabase;
const goldPolicy = { percent: 0, warmUp: { first: 0, gold: 0 }, exposures: 9 };
let projectId: string;
let people: string[];
let planted: PlantedVote[];
let numbers: Map<string, StoredAnnotators['annotators'][number]>;

const services = () => ({
  db: database,
  clock: systemClock,
  ids: systemIds,
  log: createLogger({ name: 'test', level: 'silent' }),
});

beforeAll(async () => {
  database = await createTestDatabase();
  const project = await createProject(database, {
    comparisons: COMPARISONS,
    target: PEOPLE,
    annotators: PEOPLE,
  });
  projectId = project.projectId;
  people = project.annotators.map(({ actor }) => actor.userId);
  planted = votesOf(project.comparisonIds);
  await plantVotes(database, project.projectId, planted);
  const { annotators } = await computed<StoredAnnotators>(services(), project.projectId, {
    kind: 'annotators',
    options: {},
  });
  numbers = new Map(annotators.map((one) => [one.annotatorId, one]));
});
afterAll(() => database.close());

/** Sittings of 20 votes, a minute apart, with two hours between them. */
function votesOf(comparisonIds: readonly string[]): PlantedVote[] {
  const random = randomFrom(11);
  const coin = (p: number): boolean => random() < p;
  const votes: PlantedVote[] = [];
  comparisonIds.forEach((comparisonId, at) => {
    const firstIsBetter = coin(0.5);
    const minute = Math.floor(at / 20) * 140 + (at % 20);
    people.forEach((annotatorId, person) => {
      if (person === NEW && at >= 10) return;
      const firstLeft = coin(0.5);
      const late = at % 20 >= 10;
      const right = person === GUESSING || (person === TIRING && late) ? coin(0.5) : coin(0.9);
      const first = person === SIDED ? firstLeft === coin(0.95) : firstIsBetter === right;
      const seconds = (person === SIDED ? 1.5 : 15 + person) * Math.exp(random() - 0.5);
      votes.push({ annotatorId, comparisonId, strength: first ? -2 : 2, firstLeft, seconds, minute });
      if (at < 40 && (person === CAREFUL || person === GUESSING)) {
        const same = person === CAREFUL ? coin(0.95) : coin(0.5);
        const again = first === same ? -2 : 2;
        votes.push({
          annotatorId,
          comparisonId,
          strength: again,
          firstLeft: !firstLeft,
          seconds,
          minute: minute + 10_000,
          kind: 'repeat',
        });
      }
    });
  });
  return [...withoutNormal(votes, comparisonIds.slice(160)), ...goldVotes(comparisonIds.slice(160))];
}

/** The last comparisons are for known answers only. */
const withoutNormal = (votes: PlantedVote[], ids: readonly string[]): PlantedVote[] =>
  votes.filter(({ comparisonId }) => !ids.includes(comparisonId));

function goldVotes(ids: readonly string[]): PlantedVote[] {
  return ids.flatMap((comparisonId, at) =>
    [CAREFUL, GUESSING].map((person): PlantedVote => {
      const matched = person === CAREFUL ? at % 20 !== 0 : at % 2 === 0;
      const shown = { strength: matched ? -1 : 1, firstLeft: at % 2 === 0, seconds: 20, minute: 20_000 + at };
      return { annotatorId: people[person]!, comparisonId, ...shown, kind: 'gold', matched };
    }),
  );
}

const of = (person: number): AnnotatorNumbers => numbers.get(people[person]!)!;
const kindsOf = (person: number): string[] => of(person).alerts.map(({ kind }) => kind);
const alertOf = (person: number, kind: string) => of(person).alerts.find((one) => one.kind === kind)!;

it('counts what somebody did, by kind', () => {
  expect(of(CAREFUL)).toMatchObject({ votes: 160, goldVotes: 40, repeatVotes: 40, skips: 0 });
  expect(of(NEW)).toMatchObject({ votes: 10, goldVotes: 0, repeatVotes: 0 });
});

it('measures accuracy on known answers with the interval of Wilson', () => {
  const [low, high] = wilsonInterval({ successes: 38, trials: 40 })!;
  expect(of(CAREFUL).goldAccuracy).toEqual({ value: 0.95, low, high, n: 40, reason: null });
  expect(of(GUESSING).goldAccuracy.value).toBe(0.5);
  expect(of(SIDED).goldAccuracy).toMatchObject({ value: null, n: 0, reason: 'no_data' });
});

it('compares with the others on the same comparisons as going through every pair does', () => {
  const normal = planted.filter(({ kind }) => kind === undefined);
  for (const person of [CAREFUL, GUESSING, SIDED]) {
    const own = normal.filter(({ annotatorId }) => annotatorId === people[person]);
    const pairs = own.flatMap((vote) =>
      normal
        .filter((other) => other.comparisonId === vote.comparisonId && other.annotatorId !== vote.annotatorId)
        .map((other) => Math.sign(other.strength) === Math.sign(vote.strength)),
    );
    const { agreement } = of(person);
    expect(agreement.n).toBe(pairs.length);
    expect(agreement.value).toBeCloseTo(pairs.filter(Boolean).length / pairs.length, 12);
    expect(agreement.low).toBeLessThan(agreement.value!);
  }
  expect(of(CAREFUL).adjustedAgreement.value).toBeGreaterThan(0);
  expect(of(GUESSING).adjustedAgreement.value).toBeLessThan(-0.1);
});

it('takes nothing for known that has too few votes', () => {
  const { leftShare, adjustedAgreement, logSeconds, tieRate, straightLine, alerts } = of(NEW);
  for (const one of [leftShare, adjustedAgreement, logSeconds, tieRate])
    expect(one).toEqual({ value: null, low: null, high: null, n: 10, reason: 'too_few' });
  expect(straightLine).toMatchObject({ probability: null, n: 10, reason: 'too_few' });
  expect(alerts).toEqual([]);
});

it('knows who says the same when asked again with the sides swapped', () => {
  const repeats = planted.filter(
    ({ kind, annotatorId }) => kind === 'repeat' && annotatorId === people[GUESSING],
  );
  const same = repeats.filter((repeat) =>
    planted.some(
      (vote) =>
        vote.kind === undefined &&
        vote.annotatorId === repeat.annotatorId &&
        vote.comparisonId === repeat.comparisonId &&
        vote.strength === repeat.strength,
    ),
  );
  expect(of(GUESSING).selfConsistency).toMatchObject({ value: same.length / 40, n: 40 });
  expect(of(CAREFUL).selfConsistency.value).toBeGreaterThan(0.85);
});

it('says whether it was the side or the answer that was kept when the sides were swapped', () => {
  const leftOf = ({ strength, firstLeft }: PlantedVote): boolean => strength < 0 === firstLeft;
  for (const person of [CAREFUL, GUESSING]) {
    const mine = planted.filter(({ annotatorId }) => annotatorId === people[person]);
    const swaps = mine
      .filter(({ kind }) => kind === 'repeat')
      .map((again) => {
        const earlier = mine.find(
          ({ kind, comparisonId }) => kind === undefined && comparisonId === again.comparisonId,
        )!;
        return { kept: earlier.strength === again.strength, sides: [leftOf(earlier), leftOf(again)] };
      });
    const times = (left: boolean): number =>
      swaps.filter(({ sides }) => sides.every((is) => is === left)).length;
    const [left, right] = [times(true), times(false)];
    const { keptPick, alwaysLeft, alwaysRight, selfConsistency } = of(person);
    expect(keptPick).toEqual(selfConsistency);
    expect(keptPick.value).toBe(swaps.filter(({ kept }) => kept).length / 40);
    const [low, high] = wilsonInterval({ successes: left, trials: 40 })!;
    expect(alwaysLeft).toEqual({ value: left / 40, low, high, n: 40, reason: null });
    expect(alwaysRight).toMatchObject({ value: right / 40, n: 40 });
    expect(left + right + swaps.filter(({ kept }) => kept).length).toBe(40);
  }
  // Two are tested; the larger p of the two stays as it is.
  const p = (person: number): number => {
    const [left, right] = [of(person).alwaysLeft, of(person).alwaysRight].map(({ value }) =>
      Math.round(value! * 40),
    ) as [number, number];
    return binomialTest(left, left + right);
  };
  const least = CAREFUL + GUESSING - (p(CAREFUL) > p(GUESSING) ? CAREFUL : GUESSING);
  const most = CAREFUL + GUESSING - least;
  expect(of(most).swapPValue).toBeCloseTo(p(most), 12);
  expect(of(least).swapPValue).toBeCloseTo(Math.min(p(most), 2 * p(least)), 12);
  expect(of(SIDED)).toMatchObject({ swapPValue: null, alwaysLeft: { value: null, n: 0, reason: 'no_data' } });
});

describe('what may be the matter', () => {
  it('is nothing with who is careful', () => {
    for (const person of [0, 1, 2, 3, 4]) expect(kindsOf(person), `person ${person}`).toEqual([]);
  });

  it('is a side for who picks it, and the speed', () => {
    expect(kindsOf(SIDED)).toEqual(expect.arrayContaining(['agreement_low', 'side_bias', 'fast']));
    const { evidence, expected, pValue, comparisonIds } = alertOf(SIDED, 'side_bias');
    expect(evidence).toEqual(of(SIDED).leftShare);
    expect(expected).toBe(0.5);
    expect(pValue).toBe(of(SIDED).leftPValue);
    expect(comparisonIds).toHaveLength(20);
    const left = planted.filter(
      (vote) => vote.annotatorId === people[SIDED] && vote.strength < 0 === vote.firstLeft,
    );
    const leftIds = left.map(({ comparisonId }) => comparisonId);
    for (const id of comparisonIds) expect(leftIds).toContain(id);
    expect(of(SIDED).speedZ).toBeLessThan(-3);
    expect(of(SIDED).relativeSpeed.value).toBeLessThan(-2);
  });

  it('is accuracy, agreement and consistency for who guesses', () => {
    expect(kindsOf(GUESSING)).toEqual(expect.arrayContaining(['gold_low', 'agreement_low', 'inconsistent']));
    const wrong = planted.filter(
      ({ annotatorId, matched }) => annotatorId === people[GUESSING] && matched === false,
    );
    expect(new Set(alertOf(GUESSING, 'gold_low').comparisonIds)).toEqual(
      new Set(wrong.map(({ comparisonId }) => comparisonId)),
    );
  });

  it('on known answers is measured by the gold rules of the project', async () => {
    expect(alertOf(GUESSING, 'gold_low').expected).toBe(0.7);
    const markedAt = async (belowPercent: number) => {
      const rules = [{ action: 'notify', bound: 'upper', belowPercent, atLeast: 5 }];
      await database.db
        .updateTable('projects')
        .set({ routing: JSON.stringify({ ...openPolicy, gold: { ...goldPolicy, rules } }) })
        .where('id', '=', projectId)
        .execute();
      const { annotators } = await computed<StoredAnnotators>(services(), projectId, {
        kind: 'annotators',
        options: {},
      });
      const { alerts } = annotators.find(({ annotatorId }) => annotatorId === people[GUESSING])!;
      return alerts.find(({ kind }) => kind === 'gold_low')?.expected ?? null;
    };
    // Half of 40 right: the interval ends at 0.65.
    expect(await markedAt(80)).toBe(0.8);
    expect(await markedAt(60)).toBe(null);
  });

  it('is the end of a sitting for who tires', () => {
    expect(kindsOf(TIRING)).toContain('tiring');
    expect(of(TIRING).agreementDrift.value).toBeLessThan(-0.2);
    expect(of(TIRING).agreementDrift.n).toBe(160);
  });
});

it('knows the days', () => {
  const { days } = numbers.get(people[CAREFUL]!)!;
  expect(days.reduce((sum, { votes }) => sum + votes, 0)).toBe(240);
  expect(days.reduce((sum, { gold }) => sum + gold, 0)).toBe(40);
  expect(days.reduce((sum, { goldRight }) => sum + goldRight, 0)).toBe(38);
  expect(days[0]!.day).toBe('2026-01-01');
  expect(days.map(({ day }) => day)).toEqual(days.map(({ day }) => day).sort());
});
