import type { RowVote } from '../import-votes.ts';
import { unnamedModel } from '../import-types.ts';

/** A message as it goes into our row; the rules of rows are checked there. */
export interface LooseMessage {
  readonly role: string;
  readonly content: unknown;
  readonly [key: string]: unknown;
}

export interface OwnResponse {
  /** Null: the source names none. */
  readonly model: string | null;
  readonly messages: readonly LooseMessage[];
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** What a foreign row becomes before it is written as one of our two shapes. */
export interface OwnRow {
  readonly prompt_id?: string | number | undefined;
  readonly pair_id?: string | number | undefined;
  readonly lang?: string | undefined;
  /** `lang` was detected in the text, not named by the source. */
  readonly lang_detected?: boolean | undefined;
  readonly category?: string | undefined;
  readonly source?: string | undefined;
  readonly prompt: readonly LooseMessage[];
  readonly responses: readonly OwnResponse[];
  /** The two responses are the comparison. */
  readonly pair: boolean;
  readonly judge_turn?: number | undefined;
  readonly votes: readonly RowVote[];
  /** Every column of the source that became nothing else. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

function clean(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  return Object.keys(metadata).length === 0 ? undefined : metadata;
}

/** The JSON object that `readImportRow` reads. A pair without an id is a ready pair, everything else prompt and responses. */
export function ownObject(row: OwnRow): Record<string, unknown> {
  const { prompt, responses, pair, votes, metadata, ...head } = row;
  const tail = { judge_turn: head.judge_turn, votes: votes.length === 0 ? undefined : votes };
  const ids = {
    prompt_id: head.prompt_id,
    pair_id: head.pair_id,
    lang: head.lang,
    lang_detected: head.lang_detected,
    category: head.category,
    source: head.source,
  };
  if (pair && head.pair_id === undefined) {
    const [a, b] = responses;
    const besides = responses.map((response) => response.metadata ?? null);
    return {
      ...ids,
      prompt,
      response_a: a?.messages,
      response_b: b?.messages,
      model_a: a?.model ?? undefined,
      model_b: b?.model ?? undefined,
      ...tail,
      metadata: clean(besides.some((one) => one !== null) ? { ...metadata, responses: besides } : metadata),
    };
  }
  return {
    ...ids,
    messages: prompt,
    responses: responses.map(({ model, messages, metadata: own }) => ({
      model: model ?? unnamedModel,
      messages,
      metadata: own,
    })),
    ...tail,
    metadata: clean(metadata),
  };
}
