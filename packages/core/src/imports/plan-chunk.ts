import { isDeepStrictEqual } from 'node:util';
import type { HashedResponse, HashedRow, PromptDetails } from './hash-row.ts';
import type { Novelty } from './seen-content.ts';

/** A prompt the database has, or that this chunk adds, with what hangs on it. */
export interface KnownPrompt extends PromptDetails {
  readonly id: string;
  /** Response ids by content hash. */
  readonly responses: Map<string, string>;
  /** `comparisonKey` of each comparison. */
  readonly comparisons: Set<string>;
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
  readonly sensitive: readonly string[];
}

/** What a chunk adds, in the order of the file. */
export interface ChunkPlan {
  readonly prompts: NewPrompt[];
  readonly responses: NewResponse[];
  readonly comparisons: NewComparison[];
  rowsAccepted: number;
  rowsDuplicate: number;
  identical: number;
  /** Rows whose prompt was there with other details; the first ones stay. */
  detailsKept: number;
}

export interface PlanInput {
  readonly rows: readonly HashedRow[];
  /** By content hash; the plan adds to it. */
  readonly known: Map<string, KnownPrompt>;
  readonly nextId: () => string;
  readonly novelty: Novelty;
}

/** Works out which prompts, responses and comparisons of the rows are not there yet. */
export function planChunk(input: PlanInput): ChunkPlan {
  const plan: ChunkPlan = {
    prompts: [],
    responses: [],
    comparisons: [],
    rowsAccepted: 0,
    rowsDuplicate: 0,
    identical: 0,
    detailsKept: 0,
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
  const before = plan.prompts.length + plan.responses.length + plan.comparisons.length;
  const prompt = input.known.get(row.hash);
  if (prompt !== undefined && !sameDetails(prompt, row)) plan.detailsKept += 1;
  const place = prompt ?? addPrompt(plan, input, row);
  const ids = row.responses.map(
    (response) => place.responses.get(response.hash) ?? addResponse(plan, input, { row, place, response }),
  );
  for (const group of row.comparisons) {
    // The canonical order is the order of the ids: the same responses are one comparison in whatever order a file has them.
    const responseIds = group.map((index) => ids[index] as string).sort();
    const key = comparisonKey(responseIds);
    if (place.comparisons.has(key)) continue;
    place.comparisons.add(key);
    if (!input.novelty.comparison(row.hash, hashesOf(row, group))) continue;
    plan.comparisons.push({
      id: input.nextId(),
      promptId: place.id,
      responseIds,
      metadata: row.pairMetadata,
      judgeTurn: row.judgeTurn,
      sensitive: row.sensitive,
    });
  }
  return plan.prompts.length + plan.responses.length + plan.comparisons.length > before;
}

function addPrompt(plan: ChunkPlan, input: PlanInput, row: HashedRow): KnownPrompt {
  const id = input.nextId();
  const { externalId, language, category, source, metadata } = row;
  const prompt: KnownPrompt = {
    id,
    externalId,
    language,
    category,
    source,
    metadata,
    responses: new Map(),
    comparisons: new Set(),
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
