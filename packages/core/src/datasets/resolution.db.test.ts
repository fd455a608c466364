import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { dropReason, type DropReason, type Recipe } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import {
  dropReasons,
  isBlankResponse,
  notCountedReasons,
  type PairFacts,
} from '@pairwright/domain/resolution';
import {
  beatenBy,
  type CountedJudgment,
  resolveUnits,
  rewriteFault,
} from '@pairwright/domain/resolution-units';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import {
  addFlag,
  addGroup,
  addPair,
  addRewrite,
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
  rankings: fc.constantFrom('all', 'all', 'adjacent', 'best_vs_rest', 'best_vs_worst', 'leave_out'),
  rewrites: fc.constantFrom('include', 'include', 'include', 'leave_out'),
  adjudicated: fc.constantFrom('ignore', 'prefer', 'prefer'),
});

const scaleAnswers = fc.oneof(
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
const rank = fc.constantFrom(1, 1, 2, 2, 3, 4, 0, null);
/** What somebody would say of one, of two and of more responses. */
const answers = fc.record({
  scale: scaleAnswers,
  isRanking: fc.boolean(),
  ranks: fc.oneof(
    fc.tuple(rank, rank, rank, rank),
    fc.constantFrom([1, 2, 3, 4] as const, [2, 1, 3, 4] as const, [4, 3, 2, 1] as const),
  ),
  rewrite: fc.option(
    fc.record({
      parent: fc.constantFrom(0, 1, 2, 3, null),
      content: fc.constantFrom('better', 'better', 'good', ' '),
    }),
    { freq: 4, nil: null },
  ),
});
type Answer = typeof answers extends fc.Arbitrary<infer T> ? T : never;

/** The judgment that an answer is about so many responses. */
function judgmentOf({ scale, isRanking, ranks }: Answer, count: number): CountedJudgment {
  if (scale.outcome === 'cannot_judge') return { ...scale, ranks: null };
  if (count === 1) return { outcome: 'thumbs_up', strength: null, ranks: null };
  if (count > 2 || isRanking) return { outcome: 'ranking', strength: null, ranks: ranks.slice(0, count) };
  return { ...scale, ranks: null };
}

function parentOf({ rewrite }: Answer, count: number): number | null {
  return rewrite?.parent == null ? null : rewrite.parent % count;
}

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
  responses: fc.oneof(
    { weight: 1, arbitrary: fc.tuple(responses) },
    { weight: 6, arbitrary: fc.tuple(responses, responses) },
    { weight: 3, arbitrary: fc.tuple(responses, responses, responses) },
    { weight: 3, arbitrary: fc.tuple(responses, responses, responses, responses) },
  ),
  flagged: fc.boolean(),
  decision: fc.option(answers, { nil: null }),
  people: fc.array(histories, { maxLength: 6 }),
});
type Comparison = typeof comparisons extends fc.Arbitrary<infer T> ? T : never;

const answer: Answer = {
  scale: { outcome: 'preference', strength: -2 },
  isRanking: false,
  ranks: [1, 2, 3, 4],
  rewrite: null,
};
/** One person about "good" and "other". */
function told(change: Partial<Answer>): Comparison {
  const person: Omit<History, 'answer'> = {
    earlier: null,
    ending: 'kept',
    kind: 'normal',
    repeat: 0,
    surplus: false,
  };
  return {
    responses: [[{ role: 'assistant', content: 'good' }], [{ role: 'assistant', content: 'other' }]],
    flagged: false,
    decision: null,
    people: [{ ...person, answer: { ...answer, ...change } }],
  };
}
/** In every run, so that nothing rare is left to chance. */
const rare: Comparison[] = [
  told({ scale: { outcome: 'both_bad', strength: null } }),
  told({ scale: { outcome: 'tie', strength: null } }),
  told({ rewrite: { parent: 1, content: 'better' } }),
  told({ rewrite: { parent: null, content: 'good' } }),
  told({ rewrite: { parent: 0, content: ' ' } }),
  { ...told({ rewrite: { parent: 0, content: 'better' } }), flagged: true },
  {
    ...told({ rewrite: { parent: null, content: 'better' } }),
    responses: [null, [{ role: 'assistant', content: ' ' }]],
  },
];

interface Found {
  /** The comparison, the judgment of a rewrite, and the two indices; of a rewrite that of the response twice. */
  readonly key: string;
  readonly dropped: DropReason | null;
  readonly chosen: string | null;
  readonly agreement: number | null;
  readonly margin: number | null;
}

async function resolveInSql({ projectId, ctx }: Stage, recipe: Recipe): Promise<Map<string, Found>> {
  const { rows } = await sql<Found>`with ${resolvedExpressions(projectId, recipe)}
    select concat_ws(' ', id, judgment_id, i, j) as key, dropped, agreement, margin, chosen_id as chosen from resolved`.execute(
    ctx.db.db,
  );
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  return new Map(rows.map((row) => [row.key, row]));
}

interface Stored {
  readonly comparison: Comparison;
  readonly id: string;
  readonly responseIds: readonly string[];
  /** The last judgment of each person, and the response its rewrite became. */
  readonly last: readonly { readonly judgmentId: string; readonly rewriteId: string | null }[];
}

async function store(to: Stage, comparison: Comparison): Promise<Stored> {
  const { comparisonId: id, responseIds } = await addGroup(to, { responses: comparison.responses });
  if (comparison.flagged) await addFlag(to, id);
  if (comparison.decision !== null)
    await storeDecision(to, id, judgmentOf(comparison.decision, responseIds.length));
  const last: Stored['last'][number][] = [];
  for (const [index, person] of comparison.people.entries())
    last.push(
      await storeHistory(to, id, {
        annotator: to.annotators[index] as string,
        person,
        count: responseIds.length,
      }),
    );
  return { comparison, id, responseIds, last };
}

async function storeDecision(
  { ctx, projectId }: Stage,
  comparisonId: string,
  { outcome, strength, ranks }: CountedJudgment,
): Promise<void> {
  await ctx.db.db
    .insertInto('review_decisions')
    .values({
      id: ctx.ids.next(),
      project_id: projectId,
      comparison_id: comparisonId,
      turn: 0,
      outcome,
      strength,
      ranks: ranks as number[] | null,
      promote_to_gold: false,
    })
    .execute();
}

async function storeHistory(
  to: Stage,
  comparisonId: string,
  { annotator, person, count }: { annotator: string; person: History; count: number },
): Promise<Stored['last'][number]> {
  const base: Pick<GivenVote, 'annotator' | 'kind' | 'repeat'> = {
    annotator,
    kind: person.kind,
    repeat: person.repeat,
  };
  let last: { judgmentId: string; assignmentId: string } | undefined;
  let rewriteId: string | null = null;
  const add = async (vote: Omit<GivenVote, 'annotator'>): Promise<void> => {
    last = await addVote(to, comparisonId, {
      ...base,
      ...vote,
      ...(last === undefined ? {} : { supersedes: last.judgmentId, assignmentId: last.assignmentId }),
    });
  };
  const say = async (answer: Answer): Promise<void> => {
    const { ranks, ...judgment } = judgmentOf(answer, count);
    const details =
      answer.rewrite === null
        ? undefined
        : await addRewrite(to, {
            comparisonId,
            author: annotator,
            parent: parentOf(answer, count),
            content: answer.rewrite.content,
          });
    rewriteId = details?.rewrite?.response_id ?? null;
    await add({
      ...judgment,
      ...(ranks === null ? {} : { ranks }),
      ...(details === undefined ? {} : { details }),
      surplus: person.surplus,
    });
  };
  if (person.earlier !== null) await say(person.earlier);
  await say(person.answer);
  if (person.ending !== 'kept') await add({ outcome: 'retracted' });
  if (person.ending === 'retracted_and_again') await say(person.answer);
  return { judgmentId: last?.judgmentId ?? '', rewriteId };
}

const isCounted = ({ kind, repeat, surplus, ending }: History): boolean =>
  (kind === 'normal' || kind === 'imported') && repeat === 0 && !surplus && ending !== 'retracted';

function factsOf(
  { flagged }: Comparison,
  first: readonly Message[] | null,
  second: readonly Message[] | null,
): PairFacts {
  return {
    flagged,
    textMissing: first === null || second === null,
    identical: JSON.stringify(first) === JSON.stringify(second),
    blankFirst: first !== null && isBlankResponse(first),
    blankSecond: second !== null && isBlankResponse(second),
  };
}

/** What domain says of every unit of a comparison. */
function expected(recipe: Recipe, { comparison, id, responseIds, last }: Stored): Found[] {
  const texts = comparison.responses;
  const count = texts.length;
  const units = resolveUnits(recipe, {
    responses: count,
    judgments: comparison.people.filter(isCounted).map(({ answer }) => judgmentOf(answer, count)),
    decision: comparison.decision === null ? null : judgmentOf(comparison.decision, count),
    factsOf: ({ first, second }) => factsOf(comparison, texts[first] ?? null, texts[second] ?? null),
  }).map(({ unit, label, agreement, margin, dropped }): Found => {
    const chosen = unit === null ? 0 : label === 'first' ? unit.first : unit.second;
    const key = unit === null ? id : `${id} ${unit.first} ${unit.second}`;
    return { key, dropped, chosen: responseIds[chosen] ?? null, agreement, margin };
  });
  const rewrites = comparison.people.flatMap((person, index): Found[] => {
    const { answer } = person;
    const given = last[index];
    if (!isCounted(person) || answer.rewrite === null || given === undefined) return [];
    const beaten = beatenBy({
      judgment: judgmentOf(answer, count),
      parent: parentOf(answer, count),
      responses: count,
    });
    const rewrite: Message[] = [{ role: 'assistant', content: answer.rewrite.content }];
    return texts.map((text, place) => ({
      key: `${id} ${given.judgmentId} ${place} ${place}`,
      dropped: rewriteFault(recipe, beaten.includes(place), factsOf(comparison, rewrite, text)),
      chosen: given.rewriteId,
      agreement: 1,
      margin: 1,
    }));
  });
  return [...units, ...rewrites];
}

test('the database resolves as the rules in domain say', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(comparisons, { minLength: 8, maxLength: 14 }),
      fc.array(recipes, { minLength: 12, maxLength: 12 }),
      async (given, tried) => {
        await emptyProject(stage);
        const stored: Stored[] = [];
        for (const comparison of [...rare, ...given]) stored.push(await store(stage, comparison));
        for (const recipe of tried) {
          const found = await resolveInSql(stage, recipe);
          const wanted = stored.flatMap((one) => expected(recipe, one).map((want) => ({ want, one })));
          expect([...found.keys()].toSorted()).toEqual(wanted.map(({ want }) => want.key).toSorted());
          for (const { want, one } of wanted) {
            const got = found.get(want.key) as Found;
            const about = { recipe, comparison: one.comparison };
            expect({ ...about, dropped: got.dropped }).toEqual({ ...about, dropped: want.dropped });
            seen.add(`${want.key.split(' ').length} ${want.dropped ?? 'row'}`);
            if (want.dropped === null) expect({ ...about, ...got }).toEqual({ ...about, ...want });
          }
        }
      },
    ),
    { numRuns: 15 },
  );
  // The property has seen everything there is: one response, pairs of two or more, and rewrites.
  const ofRewrites = [
    'empty_chosen',
    'flagged',
    'identical_responses',
    'no_preference',
    'not_selected',
    'row',
    'text_missing',
  ];
  expect([...seen].toSorted()).toEqual(
    [
      '1 no_preference',
      ...[...dropReasons, 'row']
        .filter((reason) => reason !== 'no_preference')
        .map((reason) => `3 ${reason}`),
      ...ofRewrites.map((reason) => `4 ${reason}`),
    ].toSorted(),
  );
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
