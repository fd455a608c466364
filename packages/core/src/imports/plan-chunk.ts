import { isDeepStrictEqual } from 'node:util';
import type { Expected, GoldReading } from './fit-gold.ts';
import type { HashedResponse, HashedRow, PromptDetails, RowGold } from './hash-row.ts';
import type { Novelty } from './seen-content.ts';
import {
  emptyVotePlan,
  type PlannedComparison,
  planVotes,
  type VoteInput,
  type VotePlan,
} from './votes/plan-votes.ts';

/** A prompt the database has, or that this chunk adds, with what hangs on it. */
export interface KnownPrompt extends PromptDetails {
  readonly id: string;
  /** Response ids by content hash. */
  readonly responses: Map<string, string>;
  /** By `comparisonKey`. */
  readonly comparisons: Map<string, KnownComparison>;
}

export interface KnownComparison {
  readonly id: string;
  /** What is expected of it where it is gold. */
  gold: Omit<Expected, 'answer'> | null;
  readonly practice: boolean;
}

/** A comparison that becomes gold, old or new. */
export interface NewGold extends Expected {
  readonly comparisonId: string;
}

export interface NewPrompt {
  readonly id: string;
  readonly row: HashedRow;
}

export interface NewResponse {
  readonly id: string;
  readonly promptId: string;
  readonly response: HashedResponse;
}

export interface NewComparison {
  readonly id: string;
  readonly promptId: string;
  /** In canonical order. */
  readonly responseIds: readonly string[];
  readonly metadata: string | null;
  readonly judgeTurn: number | null;
  /** Of the file. */
  readonly line: number | null;
  readonly sensitive: readonly string[];
}

/** What a chunk adds, in the order of the file. */
export interface ChunkPlan extends VotePlan {
  readonly prompts: NewPrompt[];
  readonly responses: NewResponse[];
  readonly comparisons: NewComparison[];
  readonly gold: NewGold[];
  rowsAccepted: number;
  rowsDuplicate: number;
  identical: number;
  /** Rows whose prompt was there with other details; the first ones stay. */
  detailsKept: number;
  /** Rows with a known answer for a comparison that has another one, and for examples of the practice round. */
  goldKept: number;
  goldPractice: number;
}

export interface PlanInput {
  readonly rows: readonly HashedRow[];
  /** By content hash; the plan adds to it. */
  readonly known: Map<string, KnownPrompt>;
  readonly nextId: () => string;
  readonly novelty: Novelty;
  readonly readGold: GoldReading;
  readonly form: VoteInput['form'];
  readonly ratingVotes: VoteInput['ratingVotes'];
  readonly knownVotes: VoteInput['known'];
}

/** Works out which prompts, responses and comparisons of the rows are not there yet. */
export function planChunk(input: PlanInput): ChunkPlan {
  const plan: ChunkPlan = {
    prompts: [],
    responses: [],
    comparisons: [],
    gold: [],
    rowsAccepted: 0,
    rowsDuplicate: 0,
    identical: 0,
    detailsKept: 0,
    goldKept: 0,
    goldPractice: 0,
    ...emptyVotePlan(),
  };
  for (const row of input.rows) {
    const adds = addRow(plan, input, row);
    if (adds) plan.rowsAccepted += 1;
    else plan.rowsDuplicate += 1;
    plan.identical += row.identical;
  }
  return plan;
}

function addRow(plan: ChunkPlan, input: PlanInput, row: HashedRow): boolean {
  const before = sizeOf(plan);
  const prompt = input.known.get(row.hash);
  if (prompt !== undefined && !sameDetails(prompt, row)) plan.detailsKept += 1;
  const place = prompt ?? addPrompt(plan, input, row);
  const ids = row.responses.map(
    (response) => place.responses.get(response.hash) ?? addResponse(plan, input, { row, place, response }),
  );
  const planned: PlannedComparison[] = [];
  for (const group of row.comparisons) {
    // The canonical order is the order of the ids: the same responses are one comparison in whatever order a file has them.
    const responseIds = group.map((index) => ids[index] as string).sort();
    const key = comparisonKey(responseIds);
    const known = place.comparisons.get(key);
    const comparison = known ?? { id: input.nextId(), gold: null, practice: false };
    if (known === undefined) {
      place.comparisons.set(key, comparison);
      if (input.novelty.comparison(row.hash, hashesOf(row, group)))
        plan.comparisons.push({
          id: comparison.id,
          promptId: place.id,
          responseIds,
          metadata: row.pairMetadata,
          judgeTurn: row.judgeTurn,
          line: row.line,
          sensitive: row.sensitive,
        });
    }
    if (row.gold !== null) addGold(plan, input, { row, gold: row.gold, comparison, ids, responseIds });
    planned.push({
      id: comparison.id,
      group,
      order: group.map((index) => responseIds.indexOf(ids[index] as string)),
    });
  }
  const { form, ratingVotes, knownVotes: known, novelty } = input;
  planVotes(plan, { form, ratingVotes, known, novelty }, { row, comparisons: planned });
  return sizeOf(plan) > before;
}

function sizeOf({ prompts, responses, comparisons, gold, votes }: ChunkPlan): number {
  return prompts.length + responses.length + comparisons.length + gold.length + votes.length;
}

interface GoldPlace {
  readonly row: HashedRow;
  readonly gold: RowGold;
  readonly comparison: KnownComparison;
  /** Of the row's responses, in its order and in canonical order. */
  readonly ids: readonly string[];
  readonly responseIds: readonly string[];
}

/** The first known answer of a comparison stays. */
function addGold(plan: ChunkPlan, input: PlanInput, place: GoldPlace): void {
  const { row, comparison, ids, responseIds } = place;
  const expected = input.readGold(
    place.gold,
    ids.map((id) => responseIds.indexOf(id)),
  );
  const { answer: _answer, ...gold } = expected;
  if (comparison.practice) plan.goldPractice += 1;
  else if (comparison.gold !== null) plan.goldKept += isDeepStrictEqual(comparison.gold, gold) ? 0 : 1;
  else {
    comparison.gold = gold;
    if (
      input.novelty.gold(
        row.hash,
        row.responses.map(({ hash }) => hash),
      )
    )
      plan.gold.push({ comparisonId: comparison.id, ...expected });
  }
}

function addPrompt(plan: ChunkPlan, input: PlanInput, row: HashedRow): KnownPrompt {
  const id = input.nextId();
  const { externalId, language, languageDetected, category, source, metadata } = row;
  const prompt: KnownPrompt = {
    id,
    externalId,
    language,
    languageDetected,
    category,
    source,
    metadata,
    responses: new Map(),
    comparisons: new Map(),
  };
  input.known.set(row.hash, prompt);
  if (input.novelty.prompt(row.hash)) plan.prompts.push({ id, row });
  return prompt;
}

function addResponse(
  plan: ChunkPlan,
  input: PlanInput,
  given: { row: HashedRow; place: KnownPrompt; response: HashedResponse },
): string {
  const { row, place, response } = given;
  const id = input.nextId();
  place.responses.set(response.hash, id);
  if (input.novelty.response(row.hash, response.hash))
    plan.responses.push({ id, promptId: place.id, response });
  return id;
}

/** Ids in canonical order as one text. */
export function comparisonKey(responseIds: readonly string[]): string {
  return responseIds.join('');
}

function hashesOf(row: HashedRow, group: readonly number[]): string[] {
  return group.map((index) => (row.responses[index] as HashedResponse).hash);
}

function sameDetails(known: PromptDetails, row: PromptDetails): boolean {
  return (
    known.externalId === row.externalId &&
    known.language === row.language &&
    known.category === row.category &&
    known.source === row.source &&
    sameJson(known.metadata, row.metadata)
  );
}

function sameJson(a: string | null, b: string | null): boolean {
  if (a === b) return true;
  return a !== null && b !== null && isDeepStrictEqual(JSON.parse(a), JSON.parse(b));
}
