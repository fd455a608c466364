import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnnotatorNumbers, AnswerKind } from '@pairwright/contract/statistics/annotators';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { randomFrom } from '@pairwright/stats/numeric/random';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { templateQuestions } from '@pairwright/domain/templates';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createProject } from '../../annotate/annotate.fixture.ts';
import { noDetails } from '../../datasets/datasets.fixture.ts';
import { computed } from '../statistics.fixture.ts';
import { type PlantedJudgment, plantJudgments } from './annotators.fixture.ts';
import type { StoredAnnotators } from '../stored-shapes.ts';

const database = await createTestDatabase();
afterAll(() => database.close());

const COMPARISONS = 80;
const [CAREFUL, , , GUESSING, SAME] = [0, 1, 2, 3, 4] as const;

type Said = Pick<PlantedJudgment, 'outcome' | 'ranks' | 'details' | 'order'>;
type Random = () => number;

interface Kind {
  readonly kind: AnswerKind;
  readonly form: QuestionForm;
  readonly responses: number;
  /** What somebody says who sees what it is worth (a number of the comparison), or anything. */
  readonly careful: (worth: number, random: Random) => Said;
  readonly guess: (random: Random) => Said;
  /** The same on the screen each time. */
  readonly same: (random: Random) => Said;
  /** How alike two are, worked out by hand. */
  readonly alike: (one: Said, other: Said) => number | null;
  readonly straight: AnnotatorNumbers['straightLine']['answer'];
}

const shuffled = (random: Random, size: number): number[] => {
  const places = Array.from({ length: size }, (_, at) => at);
  for (let at = size - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [places[at], places[other]] = [places[other]!, places[at]!];
  }
  return places;
};
const single = (outcome: Said['outcome'], details?: Said['details']): Said => ({
  outcome,
  order: [0],
  ...(details === undefined ? {} : { details }),
});
const yes = (random: Random, p: number): boolean => random() < p;
const near = (worth: number, random: Random, most: number): number =>
  Math.min(
    most,
    Math.max(0, Math.round(worth * most + (yes(random, 0.2) ? 1 : 0) - (yes(random, 0.2) ? 1 : 0))),
  );

const rated = (helpful: number, right: number): Said =>
  single('rated', {
    ...noDetails,
    ratings: [
      { key: 'helpfulness', response: 0, value: helpful },
      { key: 'correctness', response: 0, value: right },
    ],
  });
const valuesOf = ({ details }: Said): number[] => details!.ratings.map(({ value }) => value);

const steps = (firstWrong: number | null): Said =>
  single('steps', {
    ...noDetails,
    steps: Array.from({ length: (firstWrong ?? 4) + 1 }, (_, at) => ({
      start: at * 10,
      end: at * 10 + 9,
      label: at === firstWrong ? 'wrong' : 'right',
    })),
  });
const wrongIn = ({ details }: Said): number => details!.steps!.findIndex(({ label }) => label === 'wrong');

/** A ranking by canonical index of what was shown in this order. */
const ranking = (order: readonly number[], ranks: readonly (number | null)[]): Said => ({
  outcome: 'ranking',
  order,
  ranks,
});
/** Orders of the four responses that differ from one worth to the next. */
const bestOrder = (worth: number): number[] => shuffled(randomFrom(Math.round(worth * 1_000)), 4);

function alikeRankings({ ranks: one }: Said, { ranks: other }: Said): number | null {
  const all: number[] = [];
  for (let first = 0; first < 4; first += 1)
    for (let second = first + 1; second < 4; second += 1) {
      const orders = [one!, other!].map((ranks) => {
        const [a, b] = [ranks[first]!, ranks[second]!];
        if (a === null && b === null) return null;
        if (a === null || b === null) return a === null ? 1 : -1;
        return Math.sign(a - b);
      });
      if (orders[0] === null || orders[1] === null) continue;
      all.push(orders[0] === orders[1] ? 1 : orders[0] === 0 || orders[1] === 0 ? 0.5 : 0);
    }
  return all.length === 0 ? null : all.reduce((sum, value) => sum + value, 0) / all.length;
}

const kinds: readonly Kind[] = [
  {
    kind: 'thumbs',
    form: templateQuestions.kto.form,
    responses: 1,
    careful: (worth, random) => single(worth > 0.5 === yes(random, 0.92) ? 'thumbs_up' : 'thumbs_down'),
    guess: (random) => single(yes(random, 0.5) ? 'thumbs_up' : 'thumbs_down'),
    same: () => single('thumbs_up'),
    alike: (one, other) => (one.outcome === other.outcome ? 1 : 0),
    straight: 'thumbs_up',
  },
  {
    kind: 'rating',
    form: templateQuestions.helpsteer2.form,
    responses: 1,
    careful: (worth, random) => rated(near(worth, random, 4), near(worth, random, 4)),
    guess: (random) => rated(Math.floor(random() * 5), Math.floor(random() * 5)),
    same: () => rated(2, 2),
    alike: (one, other) => {
      const [a, b] = [valuesOf(one), valuesOf(other)];
      return (2 - Math.abs(a[0]! - b[0]!) / 4 - Math.abs(a[1]! - b[1]!) / 4) / 2;
    },
    straight: 'rated',
  },
  {
    kind: 'steps',
    form: templateQuestions.prm.form,
    responses: 1,
    careful: (worth, random) => steps(yes(random, 0.9) ? [null, 0, 1, 2, 3][Math.floor(worth * 5)]! : 0),
    guess: (random) => steps([null, 0, 1, 2, 3][Math.floor(random() * 5)]!),
    same: () => steps(null),
    alike: (one, other) => (wrongIn(one) === wrongIn(other) ? 1 : 0),
    straight: 'no_wrong_step',
  },
  {
    kind: 'ranking',
    form: templateQuestions.rank.form,
    responses: 4,
    careful: (worth, random) => {
      const best = bestOrder(worth);
      const ranks = best.map((_, response) => best.indexOf(response) + 1);
      // Now and then two are as good, or only the best is named.
      if (yes(random, 0.2)) ranks[best[3]!] = 3;
      const named = yes(random, 0.1) ? ranks.map((rank) => (rank === 1 ? 1 : null)) : ranks;
      return ranking(shuffled(random, 4), named);
    },
    guess: (random) =>
      ranking(
        shuffled(random, 4),
        shuffled(random, 4).map((place) => place + 1),
      ),
    same: (random) => {
      const order = shuffled(random, 4);
      return ranking(
        order,
        order.map((_, response) => order.indexOf(response) + 1),
      );
    },
    alike: alikeRankings,
    straight: 'ranking',
  },
];

/** Five people judge everything twice within sittings of 20; the second time it is a repeat. */
function judgmentsOf(of: Kind, ids: readonly string[], people: readonly string[]): PlantedJudgment[] {
  const random = randomFrom(7);
  const say = (person: number, worth: number): Said => {
    if (person === GUESSING) return of.guess(random);
    // Not quite: who always says the same has no order that could be unlikely.
    if (person === SAME && yes(random, 0.9)) return of.same(random);
    return of.careful(worth, random);
  };
  return ids.flatMap((comparisonId, at) => {
    const worth = random();
    const minute = Math.floor(at / 20) * 140 + (at % 20);
    return people.flatMap((annotatorId, person): PlantedJudgment[] => {
      const seconds = (person === SAME ? 1 : 20 + person) * Math.exp(random() - 0.5);
      const all = { annotatorId, comparisonId, seconds };
      return [
        { ...all, ...say(person, worth), minute },
        { ...all, ...say(person, worth), minute: minute + 10_000, kind: 'repeat' },
      ];
    });
  });
}

async function make(of: Kind) {
  const people = 5;
  const project = await createProject(database, {
    comparisons: COMPARISONS,
    target: people,
    annotators: people,
    form: of.form,
    responses: of.responses,
  });
  const ids = project.annotators.map(({ actor }) => actor.userId);
  const planted = judgmentsOf(of, project.comparisonIds, ids);
  await plantJudgments(database, project.projectId, planted);
  const services = {
    db: database,
    clock: systemClock,
    ids: systemIds,
    log: createLogger({ name: 'test', level: 'silent' }),
  };
  const stored = await computed<StoredAnnotators>(services, project.projectId, {
    kind: 'annotators',
    options: {},
  });
  const numbers = (person: number) =>
    stored.annotators.find(({ annotatorId }) => annotatorId === ids[person])!;
  return { stored, ids, planted, numbers };
}

describe.each(kinds)('$kind', (of) => {
  let made: Awaited<ReturnType<typeof make>>;
  beforeAll(async () => {
    made = await make(of);
  });

  it('counts everybody, and says what was judged', () => {
    const { stored, numbers } = made;
    expect(stored.kinds).toEqual([of.kind]);
    expect(stored.annotators).toHaveLength(5);
    expect(numbers(CAREFUL)).toMatchObject({ votes: COMPARISONS, repeatVotes: COMPARISONS });
    expect(numbers(CAREFUL).days.reduce((sum, { votes }) => sum + votes, 0)).toBe(2 * COMPARISONS);
  });

  it('agrees with the others as going through every pair of judgments says', () => {
    const { ids, planted, numbers } = made;
    const normal = planted.filter(({ kind }) => kind === undefined);
    for (const person of [CAREFUL, GUESSING, SAME]) {
      const alike = normal
        .filter(({ annotatorId }) => annotatorId === ids[person])
        .flatMap((vote) =>
          normal
            .filter(
              (other) => other.comparisonId === vote.comparisonId && other.annotatorId !== vote.annotatorId,
            )
            .flatMap((other) => of.alike(vote, other) ?? []),
        );
      const { agreement } = numbers(person);
      expect(agreement.n).toBe(alike.length);
      expect(agreement.value).toBeCloseTo(alike.reduce((sum, one) => sum + one, 0) / alike.length, 12);
      expect(agreement.low).toBeLessThan(agreement.value!);
    }
    expect(numbers(CAREFUL).adjustedAgreement.value).toBeGreaterThan(0);
    expect(numbers(GUESSING).alerts.map(({ kind }) => kind)).toContain('agreement_low');
    for (const person of [0, 1, 2]) expect(numbers(person).alerts, `person ${person}`).toEqual([]);
  });

  it('says how alike the answers are when it was asked again', () => {
    const { ids, planted, numbers } = made;
    for (const person of [CAREFUL, GUESSING]) {
      const mine = planted.filter(({ annotatorId }) => annotatorId === ids[person]);
      const alike = mine
        .filter(({ kind }) => kind === 'repeat')
        .flatMap((again) => {
          const first = mine.find(
            ({ kind, comparisonId }) => kind === undefined && comparisonId === again.comparisonId,
          )!;
          return of.alike(first, again) ?? [];
        });
      const { selfConsistency } = numbers(person);
      expect(selfConsistency.n).toBe(alike.length);
      expect(selfConsistency.value).toBeCloseTo(alike.reduce((sum, one) => sum + one, 0) / alike.length, 12);
      expect(selfConsistency.high).toBeGreaterThan(selfConsistency.value!);
    }
    expect(numbers(CAREFUL).selfConsistency.value).toBeGreaterThan(numbers(GUESSING).selfConsistency.value!);
  });

  it('knows speed, sittings and stretches of one answer', () => {
    const { numbers } = made;
    expect(numbers(CAREFUL).logSeconds.value).toBeCloseTo(Math.log(20), 0);
    expect(numbers(SAME).relativeSpeed.value).toBeLessThan(-2);
    expect(numbers(SAME).speedZ).toBeLessThan(-3);
    expect(numbers(CAREFUL).speedDrift.n).toBe(2 * COMPARISONS);
    expect(numbers(CAREFUL).agreementDrift).toMatchObject({ n: COMPARISONS, reason: null });
    const { straightLine } = numbers(SAME);
    expect(straightLine).toMatchObject({ answer: of.straight, n: 2 * COMPARISONS, reason: null });
    expect(straightLine.length).toBeGreaterThan(numbers(GUESSING).straightLine.length);
  });

  it('has nothing that only two answers side by side can have', () => {
    const { numbers } = made;
    const { leftShare, longerShare, tieRate, bothBadRate, keptPick, alwaysLeft, alwaysRight } =
      numbers(CAREFUL);
    for (const one of [leftShare, longerShare, tieRate, bothBadRate, keptPick, alwaysLeft, alwaysRight])
      expect(one).toEqual({ value: null, low: null, high: null, n: 0, reason: 'no_data' });
    expect(numbers(CAREFUL)).toMatchObject({ leftPValue: null, swapPValue: null });
    expect(numbers(CAREFUL).cannotJudgeRate).toMatchObject({ value: 0, n: COMPARISONS });
  });
});
