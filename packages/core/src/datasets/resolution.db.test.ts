import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { recipe, type Recipe, rowKind } from '@pairwright/contract/datasets';
import { dropReasons, type DropReason } from '@pairwright/contract/drop-reasons';
import type { Message } from '@pairwright/contract/shapes';
import { isBlankResponse, notCountedReasons, type PairFacts } from '@pairwright/domain/resolution';
import { comparisonFault, type ComparisonFacts, rowsOfUnit } from '@pairwright/domain/resolution-rows';
import { resolveSingle, type SingleJudgment } from '@pairwright/domain/resolution-single';
import {
  beatenBy,
  type CountedJudgment,
  type JudgedComparison,
  resolveUnits,
  rewriteFault,
  type Unit,
} from '@pairwright/domain/resolution-units';
import { voteUnits } from '@pairwright/domain/resolution-votes';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
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
  noDetails,
  type Stage,
} from './datasets.fixture.ts';
import { rowOrder } from './freeze.queries.ts';
import { judgmentsWithReason, resolvedExpressions } from './resolution.sql.ts';
import { decidedExpressions } from './rows.sql.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

const anything = recipe.parse({}).filters;
const recipes: fc.Arbitrary<Recipe> = fc
  .record({
    minJudgments: fc.integer({ min: 1, max: 4 }),
    majority: fc.constantFrom('simple', 'absolute', 'unanimous'),
    ties: fc.constantFrom('drop', 'ignore_votes', 'keep', 'half_weight'),
    bothBad: fc.constantFrom('drop', 'as_tie', 'negatives'),
    dropFlagged: fc.boolean(),
    includeMargin: fc.boolean(),
    rankings: fc.constantFrom('all', 'all', 'adjacent', 'best_vs_rest', 'best_vs_worst', 'leave_out'),
    rewrites: fc.constantFrom('include', 'include', 'include', 'leave_out'),
    adjudicated: fc.constantFrom('ignore', 'prefer', 'prefer'),
    aggregation: fc.constantFrom('majority', 'weighted', 'each_vote'),
    softLabel: fc.boolean(),
    margin: fc.constantFrom('strength', 'llama2_small', 'llama2_large', 'rating_difference', 'log_odds'),
    singles: fc.constantFrom('leave_out', 'include'),
    filters: fc.record({
      models: fc.constantFrom<string[]>([], [], ['model 0', 'model 1', 'model 2']),
      mostCharacters: fc.constantFrom(null, null, null, 5),
      adjudicatedOnly: fc.constantFrom(false, false, false, true),
      withoutFlags: fc.constantFrom<string[]>([], [], ['harm']),
      minAgreement: fc.constantFrom(0, 0, 0.6, 1),
      minStrength: fc.constantFrom(0, 0, 1.5),
      outcomes: fc.constantFrom<Recipe['filters']['outcomes']>(
        [],
        [],
        ['preference' as const],
        ['tie' as const, 'both_bad' as const],
      ),
    }),
  })
  .map(({ filters, adjudicated, ...made }) => ({
    ...recipe.parse({}),
    ...made,
    adjudicated: made.aggregation === 'each_vote' ? 'ignore' : adjudicated,
    filters: { ...anything, ...filters },
  }));

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
  ratings: fc.constantFrom<readonly number[]>([], [], [3], [1, 4], [2, 2, 5], [4, 0]),
  isHarmful: fc.constantFrom(false, false, false, true),
  /** Of one response. */
  alone: fc.constantFrom(
    'thumbs_up',
    'thumbs_up',
    'thumbs_down',
    'rated',
    'rated',
    'steps',
    'steps',
    'steps',
  ),
  steps: fc.array(
    fc.record({
      label: fc.constantFrom('right', 'right', 'wrong', 'neutral'),
      length: fc.constantFrom(2, 2, 2, 2, 3),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
type Answer = typeof answers extends fc.Arbitrary<infer T> ? T : never;

/** The judgment that an answer is about so many responses. */
function judgmentOf({ scale, isRanking, ranks, alone }: Answer, count: number): CountedJudgment {
  if (scale.outcome === 'cannot_judge') return { ...scale, ranks: null };
  if (count === 1) return { outcome: alone, strength: null, ranks: null };
  if (count > 2 || isRanking) return { outcome: 'ranking', strength: null, ranks: ranks.slice(0, count) };
  return { ...scale, ranks: null };
}

/** What is said beside the main answer. */
function besideOf({ ratings, isHarmful, alone, steps }: Answer, count: number): CanonicalDetails {
  let start = 0;
  return {
    ...noDetails,
    ratings: ratings
      .slice(0, count)
      .map((value, response) => ({ key: response === 0 ? 'quality' : 'taste', response, value })),
    flags: isHarmful ? [{ key: 'harm', response: 0, severity: null }] : [],
    steps:
      count === 1 && alone === 'steps'
        ? steps.map(({ label, length }) => {
            const step = { start, end: start + length, label };
            start += length;
            return step;
          })
        : null,
  };
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
  ratings: [],
  isHarmful: false,
  alone: 'thumbs_up',
  steps: [{ label: 'right', length: 2 }],
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
  {
    ...told({}),
    people: [
      ...told({ ratings: [3, 1] }).people,
      ...told({}).people,
      ...told({ scale: { outcome: 'preference', strength: 1 } }).people,
    ],
  },
  ...(['thumbs_up', 'rated', 'steps'] as const).map((alone): Comparison => ({
    ...told({}),
    responses: [[{ role: 'assistant', content: 'good' }]],
    people: [
      ...told({ alone, ratings: [3] }).people,
      ...told({ alone, ratings: [2] }).people,
      ...told({ alone: alone === 'thumbs_up' ? 'thumbs_down' : alone }).people,
    ],
  })),
];

interface Found {
  /** The comparison, what it comes from, the judgment of a rewrite or a vote, the two indices (of a rewrite the same), the half. */
  readonly key: string;
  readonly dropped: DropReason | null;
  readonly chosen: string | null;
  readonly rejected: string | null;
  readonly agreement: number | null;
  readonly margin: number;
  readonly kind: string;
  readonly weight: number;
  readonly detail: unknown;
}

/** Whole numbers; the last three annotators are not named. */
const weights = { annotatorIds: stage.annotators.slice(0, 4), weights: [2944, 1, 811, 1504], other: 1099 };
function weightOf(annotator: string | undefined): number {
  const place = weights.annotatorIds.indexOf(annotator ?? '');
  return weights.weights[place] ?? weights.other;
}

async function resolveInSql({ projectId, ctx }: Stage, recipe: Recipe): Promise<Map<string, Found>> {
  const { rows } =
    await sql<Found>`with ${resolvedExpressions({ projectId, recipe, weights })}, ${decidedExpressions(recipe, rowOrder)}
    select concat_ws(' ', id, source, judgment_id, i, j, half) as key, dropped, agreement, margin, chosen_id as chosen, rejected_id as rejected,
      kind, weight, detail from decided`.execute(ctx.db.db);
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
    const beside = besideOf(answer, count);
    const rewriting =
      answer.rewrite === null
        ? null
        : await addRewrite(to, {
            comparisonId,
            author: annotator,
            parent: parentOf(answer, count),
            content: answer.rewrite.content,
          });
    rewriteId = rewriting?.rewrite?.response_id ?? null;
    const details = { ...beside, rewrite: rewriting?.rewrite ?? null };
    await add({
      ...judgment,
      ...(ranks === null ? {} : { ranks }),
      ...(JSON.stringify(details) === JSON.stringify(noDetails) ? {} : { details }),
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

interface About {
  readonly recipe: Recipe;
  readonly stored: Stored;
  readonly counted: readonly { readonly person: History; readonly index: number }[];
}

/** What domain says of every unit of a comparison. */
function expected(recipe: Recipe, stored: Stored): Found[] {
  const { comparison } = stored;
  const counted = comparison.people.flatMap((person, index) =>
    isCounted(person) ? [{ person, index }] : [],
  );
  const about: About = { recipe, stored, counted };
  const isAlone = comparison.responses.length === 1;
  const fault = comparisonFault(recipe.filters, filterFacts(about));
  // What is left out altogether has no halves.
  const asked: About = fault === null ? about : { ...about, recipe: { ...recipe, ties: 'drop' } };
  const units = isAlone && recipe.singles === 'include' ? [ofSingle(asked)] : ofUnits(asked);
  return [...units, ...ofRewrites(about)].map((one) => (fault === null ? one : { ...one, dropped: fault }));
}

function filterFacts({ stored: { comparison }, counted }: About): ComparisonFacts {
  const texts = comparison.responses;
  return {
    batch: stage.batchId,
    language: null,
    category: null,
    source: null,
    models: texts.map((_, index) => `model ${index}`),
    lengths: texts.map((text) =>
      (text ?? []).reduce((sum, { content }) => sum + [...(content ?? '')].length, 0),
    ),
    adjudicated: comparison.decision !== null,
    flags: counted.flatMap(({ person }) => (person.answer.isHarmful ? ['harm'] : [])),
  };
}

const nothing = {
  chosen: null,
  rejected: null,
  agreement: null,
  margin: 0,
  kind: '',
  weight: 0,
  detail: null,
};

function ofUnits({ recipe, stored, counted }: About): Found[] {
  const { comparison, id, responseIds, last } = stored;
  const texts = comparison.responses;
  const count = texts.length;
  const given: JudgedComparison = {
    responses: count,
    judgments: counted.map(({ person, index }) => ({
      ...judgmentOf(person.answer, count),
      ...(recipe.aggregation === 'weighted' ? { weight: weightOf(stage.annotators[index]) } : {}),
    })),
    decision: comparison.decision === null ? null : judgmentOf(comparison.decision, count),
    factsOf: ({ first, second }) => factsOf(comparison, texts[first] ?? null, texts[second] ?? null),
  };
  const units =
    recipe.aggregation === 'each_vote'
      ? voteUnits(recipe, given)
      : resolveUnits(recipe, given).map((one) => ({ ...one, judgment: null }));
  return units.flatMap(({ unit, judgment, ...resolution }): Found[] => {
    const source = count === 1 ? 'single' : count === 2 ? 'pair' : 'ranking';
    const vote = judgment === null ? null : last[counted[judgment]?.index ?? -1]?.judgmentId;
    const head = [id, source, ...(vote == null ? [] : [vote])].join(' ');
    if (unit === null) return [{ ...nothing, key: head, dropped: resolution.dropped }];
    const key = `${head} ${unit.first} ${unit.second}`;
    const rows = rowsOfUnit(
      recipe,
      { ...resolution, ratingDifference: differenceOf(counted, unit) },
      given.factsOf(unit),
    );
    if (typeof rows === 'string') {
      const isHalved = recipe.ties === 'half_weight' && resolution.label === 'tie';
      const keys = isHalved ? [`${key} 1`, `${key} 2`] : [key];
      return keys.map((one) => ({ ...nothing, key: one, dropped: rows }));
    }
    return rows.map((row, half) => {
      const [chosen, rejected] =
        row.chosen === 'first' ? [unit.first, unit.second] : [unit.second, unit.first];
      return {
        ...nothing,
        key: rows.length === 2 ? `${key} ${half + 1}` : key,
        dropped: null,
        chosen: responseIds[chosen] ?? null,
        rejected: responseIds[rejected] ?? null,
        agreement: resolution.agreement,
        margin: row.margin,
        kind: row.kind,
        weight: row.weight,
      };
    });
  });
}

function differenceOf(counted: About['counted'], unit: Unit): number | null {
  const means = [unit.first, unit.second].map((place) => {
    const values = counted.flatMap(({ person }) => person.answer.ratings[place] ?? []);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  const [one, other] = means;
  return one == null || other == null ? null : one - other;
}

function ofSingle({ recipe, stored: { comparison, id, responseIds }, counted }: About): Found {
  const [text = null] = comparison.responses;
  const found = resolveSingle(
    recipe,
    counted.map(({ person: { answer } }) => ({
      outcome: judgmentOf(answer, 1).outcome as SingleJudgment['outcome'],
      ratings: besideOf(answer, 1).ratings,
      steps: besideOf(answer, 1).steps ?? [],
    })),
    {
      flagged: comparison.flagged,
      textMissing: text === null,
      blank: text !== null && isBlankResponse(text),
    },
  );
  const key = `${id} single`;
  if (typeof found === 'string') return { ...nothing, key, dropped: found };
  const { row, agreement } = found;
  if (agreement !== null && agreement < recipe.filters.minAgreement)
    return { ...nothing, key, dropped: 'low_agreement' };
  const detail =
    row.kind === 'label'
      ? { good: row.good }
      : row.kind === 'steps'
        ? { steps: row.steps }
        : { ratings: row.ratings.map((one) => ({ ...one, lowest: null, highest: null })) };
  return {
    ...nothing,
    key,
    dropped: null,
    chosen: responseIds[0] ?? null,
    agreement,
    kind: row.kind,
    weight: recipe.softLabel ? (agreement ?? 1) : 1,
    detail,
  };
}

function ofRewrites({ recipe, stored, counted }: About): Found[] {
  const { comparison, id, responseIds, last } = stored;
  const texts = comparison.responses;
  const count = texts.length;
  return counted.flatMap(({ person: { answer }, index }): Found[] => {
    const given = last[index];
    if (answer.rewrite === null || given === undefined) return [];
    const beaten = beatenBy({
      judgment: judgmentOf(answer, count),
      parent: parentOf(answer, count),
      responses: count,
    });
    const rewrite: Message[] = [{ role: 'assistant', content: answer.rewrite.content }];
    return texts.map((text, place) => {
      const facts = factsOf(comparison, rewrite, text);
      const rows = rowsOfUnit(
        recipe,
        {
          label: 'first',
          agreement: 1,
          ballots: 1,
          margin: 1,
          dropped: rewriteFault(recipe, beaten.includes(place), facts),
          ratingDifference: null,
        },
        facts,
      );
      const key = `${id} rewrite ${given.judgmentId} ${place} ${place}`;
      if (typeof rows === 'string') return { ...nothing, key, dropped: rows };
      const [row] = rows;
      return {
        ...nothing,
        key,
        dropped: null,
        chosen: given.rewriteId,
        rejected: responseIds[place] ?? null,
        agreement: 1,
        margin: row?.margin ?? Number.NaN,
        kind: 'preference',
        weight: 1,
      };
    });
  });
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
            seen.add(
              `${want.key.split(' ')[1] === 'rewrite' ? 'rewrite' : 'unit'} ${want.dropped ?? want.kind}`,
            );
            if (want.dropped === null) expect({ ...about, ...got }).toEqual({ ...about, ...want });
          }
        }
      },
    ),
    { numRuns: 15, endOnFailure: true },
  );
  // The property has seen everything there is: one response, pairs of two or more, and rewrites.
  const elsewhere = [
    'other_batch',
    'other_language',
    'other_category',
    'other_source',
    'duplicate',
    'personal_data',
  ];
  const ofComparisons = ['other_model', 'other_length', 'not_adjudicated', 'flag_raised'];
  const ofRewrites = [
    'empty_chosen',
    'flagged',
    'identical_responses',
    'no_preference',
    'not_selected',
    'preference',
    'text_missing',
    'too_weak',
    'other_outcome',
    'no_margin',
    ...ofComparisons,
  ];
  expect([...seen].toSorted()).toEqual(
    [
      ...[...dropReasons, ...rowKind.options]
        .filter((reason) => !elsewhere.includes(reason))
        .map((reason) => `unit ${reason}`),
      ...ofRewrites.map((reason) => `rewrite ${reason}`),
    ]
      .filter((one, index, all) => all.indexOf(one) === index)
      .toSorted(),
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
