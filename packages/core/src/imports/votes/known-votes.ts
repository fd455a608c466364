import type { Executor } from '@pairwright/db/database';
import type { RowVote } from '@pairwright/formats/import-votes';
import { sql } from 'kysely';

/** Who gave a past judgment: a name of the file, or one of those it does not name. */
export interface Voter {
  readonly name: string | null;
  readonly judge: RowVote['kind'];
  /** From 1, of those without a name; 0 with one. */
  readonly slot: number;
}

/** Where a vote has its place among those of its comparison. */
export interface VotePlace extends Voter {
  /** 0, and more where the same person has judged this comparison before. */
  readonly repeat: number;
}

/** The past judgments that one comparison has. */
export class KnownVotes {
  /** By who, what they said. */
  readonly #named = new Map<string, Set<string>>();
  /** By what was said, how often. */
  readonly #unnamed = new Map<string, number>();
  #slots = 0;

  add({ name, judge, slot }: Voter, hash: string): void {
    if (name !== null) {
      const key = voterKey({ name, judge });
      this.#named.set(key, (this.#named.get(key) ?? new Set()).add(hash));
      return;
    }
    const key = unnamedKey(judge, hash);
    this.#unnamed.set(key, (this.#unnamed.get(key) ?? 0) + 1);
    this.#slots = Math.max(this.#slots, slot);
  }

  /**
   * The place of a vote, which is taken then; null when it is there already. `nth`: how many unnamed votes of its row said the
   * same before it, so that a row with three equal votes has three.
   */
  take(
    { annotator, kind }: Pick<RowVote, 'annotator' | 'kind'>,
    hash: string,
    nth: number,
  ): VotePlace | null {
    if (annotator === null) {
      if ((this.#unnamed.get(unnamedKey(kind, hash)) ?? 0) > nth) return null;
      const place = { name: null, judge: kind, slot: this.#slots + 1, repeat: 0 };
      this.add(place, hash);
      return place;
    }
    const before = this.#named.get(voterKey({ name: annotator, judge: kind }));
    if (before?.has(hash) === true) return null;
    const place = { name: annotator, judge: kind, slot: 0, repeat: before?.size ?? 0 };
    this.add(place, hash);
    return place;
  }
}

/** One text per person of a project. */
export function voterKey({ name, judge, slot = 0 }: Omit<Voter, 'slot'> & { slot?: number }): string {
  return JSON.stringify([name, judge, slot]);
}

export const unnamedKey = (judge: RowVote['kind'], hash: string): string => `${judge ?? ''} ${hash}`;

/** The past judgments that imports have given these comparisons. */
export async function loadKnownVotes(
  db: Executor,
  comparisonIds: readonly string[],
): Promise<Map<string, KnownVotes>> {
  const known = new Map<string, KnownVotes>();
  if (comparisonIds.length === 0) return known;
  const { rows } = await sql<Voter & { comparison_id: string; hash: string }>`
    select a.comparison_id, i.external_name as name, i.judge, i.slot, encode(j.payload_hash, 'hex') as hash
    from assignments a join imported_annotators i on i.user_id = a.annotator_id join judgments j on j.id = a.judgment_id
    where a.comparison_id = any(${comparisonIds}::uuid[]) and a.kind = 'imported'`.execute(db);
  for (const { comparison_id, hash, ...voter } of rows) {
    const votes = known.get(comparison_id) ?? new KnownVotes();
    votes.add(voter, hash);
    known.set(comparison_id, votes);
  }
  return known;
}
