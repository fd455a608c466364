import type { StoredOutcome } from '@pairwright/contract/judgment';
import type { MainQuestion } from '@pairwright/contract/question-form';
import type { Message } from '@pairwright/contract/shapes';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import { canonicalMessages } from '../canonical.ts';
import { nullableFloat, probabilityText } from './numbers.ts';

/** A response of a `votes` row, in canonical order. `messages` is null when the source holds no text. */
export interface VoteResponse {
  readonly id: string;
  readonly model: string;
  readonly messages: readonly Message[] | null;
}

/**
 * A row of `votes`: one per stored judgment, counted or not. Nothing is lost: with the rows of a
 * comparison every resolution can be computed again.
 */
export interface VoteRow {
  readonly judgment_id: string;
  readonly comparison_id: string;
  /** The project's short name. */
  readonly project: string;
  readonly prompt_id: string;
  readonly prompt_external_id: string | null;
  /** BCP 47, as the import said or detected; null where unknown. */
  readonly language: string | null;
  /** Whether it was detected in the text, not named by the source. */
  readonly language_detected: boolean;
  readonly prompt: readonly Message[];
  readonly responses: readonly VoteResponse[];
  /** Which message of the responses is judged, from 0, where the import marks one. */
  readonly judge_turn: number | null;
  /** Pseudonym, stable within the dataset; null where the recipe names nobody. */
  readonly annotator: string | null;
  /** Who judged: a person or a model; null where the source of a past judgment does not tell. */
  readonly annotator_kind: 'human' | 'model' | null;
  /** presented_order[i] = index into `responses` of the one shown at place i. */
  readonly presented_order: readonly number[];
  /**
   * The chance, 0..1, with which the draw gave this comparison to this annotator then; null where it was not drawn (no such
   * policy, in the order, gold, repeats, exams, imported).
   */
  readonly sampling_probability: number | null;
  /** What the question asked for in the version that was answered. */
  readonly kind: MainQuestion['kind'];
  readonly outcome: StoredOutcome | 'retracted';
  /** 1..points from the left as shown; null off the scale. */
  readonly position: number | null;
  /** Positions of the scale; null where the question has none. */
  readonly points: number | null;
  /** -3..3, negative = the first of `responses` is preferred; null off the scale. */
  readonly strength: number | null;
  /** Rank of each of `responses`: 1 is best, equal ranks tie, 0 is unacceptable, null is below the best k. Null: no ranking. */
  readonly ranking: readonly (number | null)[] | null;
  readonly criteria: CanonicalDetails['criteria'];
  readonly ratings: CanonicalDetails['ratings'];
  readonly flags: CanonicalDetails['flags'];
  /** For each of `responses` whether it is safe; null: not answered. */
  readonly safe: CanonicalDetails['safe'];
  readonly reasons: CanonicalDetails['reasons'];
  readonly spans: CanonicalDetails['spans'];
  readonly rewrite: CanonicalDetails['rewrite'];
  readonly steps: CanonicalDetails['steps'];
  /** Whether the judgment says of every flag that it is raised or not; else those of `flags` are all that is known. */
  readonly flags_answered: boolean;
  readonly rationale: string | null;
  readonly question_version: number;
  readonly guidelines_version: number;
  readonly active_ms: number | null;
  /** The conditions shown, as JSON text (its keys vary with the version of the workbench). */
  readonly view: string | null;
  /** The database's own text, UTC, RFC 3339 with microseconds. */
  readonly created_at: string;
  /** The judgment this one replaces or retracts. */
  readonly supersedes: string | null;
  readonly counted: boolean;
  readonly not_counted_because: string | null;
}

/** The keys of a `votes` row in their order. */
export const voteKeys = [
  'judgment_id',
  'comparison_id',
  'project',
  'prompt_id',
  'prompt_external_id',
  'language',
  'language_detected',
  'prompt',
  'responses',
  'judge_turn',
  'annotator',
  'annotator_kind',
  'presented_order',
  'sampling_probability',
  'kind',
  'outcome',
  'position',
  'points',
  'strength',
  'ranking',
  'criteria',
  'ratings',
  'flags',
  'safe',
  'reasons',
  'spans',
  'rewrite',
  'steps',
  'flags_answered',
  'rationale',
  'question_version',
  'guidelines_version',
  'active_ms',
  'view',
  'created_at',
  'supersedes',
  'counted',
  'not_counted_because',
] as const satisfies readonly (keyof VoteRow)[];

function criterionText({ key, outcome, position, strength }: VoteRow['criteria'][number]): string {
  return `{"key":${JSON.stringify(key)},"outcome":"${outcome}","position":${position},"strength":${nullableFloat(strength)}}`;
}

function voteValue(row: VoteRow, key: (typeof voteKeys)[number]): string {
  switch (key) {
    case 'prompt':
      return canonicalMessages(row.prompt);
    case 'responses':
      return `[${row.responses
        .map(
          ({ id, model, messages }) =>
            `{"id":${JSON.stringify(id)},"model":${JSON.stringify(model)},"messages":${messages === null ? 'null' : canonicalMessages(messages)}}`,
        )
        .join(',')}]`;
    case 'sampling_probability':
      return row.sampling_probability === null ? 'null' : probabilityText(row.sampling_probability);
    case 'strength':
      return nullableFloat(row.strength);
    case 'criteria':
      return `[${row.criteria.map(criterionText).join(',')}]`;
    default:
      return JSON.stringify(row[key]);
  }
}

/** One line of `votes`, with its newline: all keys of `voteKeys` in that order, in every row. */
export function voteLine(row: VoteRow): string {
  return `{${voteKeys.map((key) => `"${key}":${voteValue(row, key)}`).join(',')}}\n`;
}
