import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { dropReason, type DropReason, type Recipe } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import {
  dropReasons,
  isBlankResponse,
  notCountedReasons,
  resolve,
  type Vote,
} from '@pairwright/domain/resolution';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import {
  addFlag,
  addPair,
  addVote,
  createStage,
  emptyProject,
  type GivenVote,
  plainRecipe,
  type Stage,
} from './datasets.fixture.ts';
import { judgmentsWithReason, resolvedExpressions } from './resolution.sql.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

const recipes: fc.Arbitrary<Recipe> = fc.record({
  minJudgments: fc.integer({ min: 1, max: 4 }),
  majority: fc.constantFrom('simple', 'absolute', 'unanimous'),
  ties: fc.constantFrom('drop', 'ignore_votes'),
  bothBad: fc.constantFrom('drop', 'as_tie'),
  dropFlagged: fc.boolean(),
  includeMargin: fc.boolean(),
});

const answers = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(-3, -2, -1.5, -1, -0.75, 0.75, 1, 1.5, 2, 3)
      .map((strength) => ({ outcome: 'preference' as const, strength })),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('tie' as const, 'both_bad' as const, 'cannot_judge' as const)
      .map((outcome) => ({ outcome, strength: null })),
  },
);

/** One person's history with a comparison: what the kept answer is, if any, and why it might not count. */
const histories = fc.record({
  answer: answers,
  earlier: fc.option(answers, { nil: null }),
  ending: fc.constantFrom('kept', 'kept', 'kept', 'retracted', 'retracted_and_again'),
  kind: fc.constantFrom('normal', 'normal', 'normal', 'imported', 'gold', 'practice', 'repeat', 'review'),
  repeat: fc.constantFrom(0, 0, 0, 0, 1),
  surplus: fc.constantFrom(false, false, false, true),
});
type History = typeof histories extends fc.Arbitrary<infer T> ? T : never;

const contents = fc.constantFrom('good', 'good', 'other', '', ' \u3000\ufeff\n', '\u200b');
const responses = fc.oneof(
  { weight: 6, arbitrary: contents.map((content): Message[] => [{ role: 'assistant', content }]) },
  {
    weight: 1,
    arbitrary: contents.map((content): Message[] => [
      { role: 'assistant', content: 'turn' },
      { role: 'user', content: 'more' },
      { role: 'assistant', content },
    ]),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Message[]>([{ role: 'assistant', content: null, tool_calls: [{ id: 'x' }] }]),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);
const comparisons = fc.record({
  first: responses,
  second: responses,
  flagged: fc.boolean(),
  people: fc.array(histories, { maxLength: 6 }),
});
type Comparison = typeof comparisons extends fc.Arbitrary<infer T> ? T : never;

interface Resolved {
  readonly id: string;
  readonly dropped: DropReason | null;
  readonly label: string;
  readonly agreement: number | null;
  readonly margin: number | null;
  readonly votes: number;
}

async function resolveInSql({ projectId, ctx }: Stage, recipe: Recipe): Promise<Map<string, Resolved>> {
  const { rows } = await sql<Resolved>`with ${resolvedExpressions(projectId, recipe)}
    select r.id, r.dropped, r.agreement, r.margin, r.votes, case when r.chosen_id = l.response_ids[1] then 'first' else 'second' end as label
    from resolved r join labelled l on l.id = r.id`.execute(ctx.db.db);
  return new Map(rows.map((row) => [row.id, row]));
}

async function store(to: Stage, comparison: Comparison): Promise<string> {
  const id = await addPair(to, {
    prompt: [{ role: 'user', content: 'q' }],
    first: comparison.first,
    second: comparison.second,
  });
  if (comparison.flagged) await addFlag(to, id);
  for (const [index, person] of comparison.people.entries())
    await storeHistory(to, id, { annotator: to.annotators[index] as string, person });
  return id;
}

async function storeHistory(
  to: Stage,
  comparisonId: string,
  { annotator, person }: { annotator: string; person: History },
): Promise<void> {
  const base: Pick<GivenVote, 'annotator' | 'kind' | 'repeat'> = {
    annotator,
    kind: person.kind,
    repeat: person.repeat,
  };
  let last: { judgmentId: string; assignmentId: string } | undefined;
  const add = async (vote: Omit<GivenVote, 'annotator'>): Promise<void> => {
    last = await addVote(to, comparisonId, {
      ...base,
      ...vote,
      ...(last === undefined ? {} : { supersedes: last.judgmentId, assignmentId: last.assignmentId }),
    });
  };
  if (person.earlier !== null) await add(person.earlier);
  await add({ ...person.answer, surplus: person.surplus });
  if (person.ending === 'kept') return;
  await add({ outcome: 'retracted' });
  if (person.ending === 'retracted_and_again') await add({ ...person.answer, surplus: person.surplus });
}

function expected(recipe: Recipe, comparison: Comparison): ReturnType<typeof resolve> {
  const votes: Vote[] = comparison.people
    .filter(
      ({ kind, repeat, surplus, ending }) =>
        (kind === 'normal' || kind === 'imported') && repeat === 0 && !surplus && ending !== 'retracted',
    )
    .map(({ answer }) => answer);
  const { first, second } = comparison;
  return resolve(recipe, votes, {
    flagged: comparison.flagged,
    textMissing: first === null || second === null,
    identical: JSON.stringify(first) === JSON.stringify(second),
    blankFirst: first !== null && isBlankResponse(first),
    blankSecond: second !== null && isBlankResponse(second),
  });
}

test('the database resolves as the rules in domain say', async () => {
  const reasons = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(comparisons, { minLength: 10, maxLength: 16 }),
      fc.array(recipes, { minLength: 12, maxLength: 12 }),
      async (given, tried) => {
        await emptyProject(stage);
        const stored: [string, Comparison][] = [];
        for (const comparison of given) stored.push([await store(stage, comparison), comparison]);
        for (const recipe of tried) {
          const found = await resolveInSql(stage, recipe);
          expect(found.size).toBe(stored.length);
          for (const [id, comparison] of stored) {
            const want = expected(recipe, comparison);
            const got = found.get(id) as Resolved;
            expect({ recipe, comparison, dropped: got.dropped }).toEqual({
              recipe,
              comparison,
              dropped: want.dropped,
            });
            reasons.add(want.dropped ?? 'row');
            if (want.dropped !== null) continue;
            expect({ label: got.label, agreement: got.agreement, margin: got.margin }).toEqual({
              label: want.label,
              agreement: want.agreement,
              margin: want.margin,
            });
          }
        }
      },
    ),
    { numRuns: 15 },
  );
  // The property has seen everything there is.
  expect([...reasons].toSorted()).toEqual([...dropReasons, 'row'].toSorted());
});

test('every judgment that does not count says why, in the words of the closed list', async () => {
  await emptyProject(stage);
  const id = await addPair(stage, {
    prompt: [{ role: 'user', content: 'q' }],
    first: [{ role: 'assistant', content: 'a' }],
    second: [{ role: 'assistant', content: 'b' }],
  });
  const [a, b, c, d, e, f, g] = stage.annotators as [string, string, string, string, string, string, string];
  const first = await addVote(stage, id, { annotator: a, outcome: 'tie' });
  const second = await addVote(stage, id, {
    annotator: a,
    outcome: 'preference',
    supersedes: first.judgmentId,
    assignmentId: first.assignmentId,
  });
  const third = await addVote(stage, id, {
    annotator: a,
    outcome: 'retracted',
    supersedes: second.judgmentId,
    assignmentId: first.assignmentId,
  });
  const again = await addVote(stage, id, {
    annotator: a,
    outcome: 'both_bad',
    supersedes: third.judgmentId,
    assignmentId: first.assignmentId,
  });
  const others = [
    await addVote(stage, id, { annotator: b, outcome: 'tie', surplus: true }),
    await addVote(stage, id, { annotator: c, outcome: 'tie', kind: 'gold' }),
    await addVote(stage, id, { annotator: d, outcome: 'tie', kind: 'practice' }),
    await addVote(stage, id, { annotator: e, outcome: 'tie', repeat: 1 }),
    await addVote(stage, id, { annotator: f, outcome: 'tie', kind: 'imported' }),
    await addVote(stage, id, { annotator: g, outcome: 'tie', kind: 'review' }),
  ];
  const { rows } = await sql<{
    id: string;
    reason: string | null;
  }>`select id, reason from (${judgmentsWithReason(stage.projectId)}) j`.execute(database.db);
  const reasonOf = new Map(rows.map((row) => [row.id, row.reason]));
  expect([first, second, third, again, ...others].map(({ judgmentId }) => reasonOf.get(judgmentId))).toEqual([
    'superseded',
    'retracted',
    'retraction',
    null,
    'surplus',
    'gold',
    'practice',
    'repeat',
    null,
    'review',
  ]);
  expect(
    [...reasonOf.values()].filter(
      (reason) => reason !== null && !(notCountedReasons as readonly string[]).includes(reason),
    ),
  ).toEqual([]);
});

test('the drop reasons of the contract and of domain are the same list', () => {
  expect(dropReason.options).toEqual([...dropReasons]);
  expect(plainRecipe.minJudgments).toBe(1);
});
