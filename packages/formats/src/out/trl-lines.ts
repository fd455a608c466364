import type { Message } from '@pairwright/contract/shapes';
import { joinMessages } from '../canonical.ts';
import { floatText } from './numbers.ts';

/**
 * The lines of the two TRL formats. Every line is JSON without spaces with the keys in the order of the builders here,
 * then "\n". The database writes the same bytes.
 */

/** What a row comes from: two responses compared, two of three or more ranked ones, or a rewrite and a response. */
export type RowSource = 'pair' | 'ranking' | 'rewrite';

/** A row of `trl-implicit`: the prompt is inside both conversations. */
export interface TrlImplicitRow {
  /** One row has it: the comparison's id, of a ranking with `-first-second`, of a rewrite with `-judgment-response` behind it. */
  readonly id: string;
  /** Rows with the same one belong together: in one training batch, in one split. */
  readonly comparison_id: string;
  readonly source: RowSource;
  readonly chosen: readonly Message[];
  readonly rejected: readonly Message[];
  readonly margin?: number;
}

/** What a preference row is made of; the messages are canonical JSON texts. */
export interface PreferenceSource {
  readonly id: string;
  readonly comparisonId: string;
  readonly source: RowSource;
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
  /** In all rows of a file or in none. */
  readonly margin?: number | undefined;
  /** In all rows of a file or in none. */
  readonly weight?: number | undefined;
}

function numbersPart({ margin, weight }: PreferenceSource): string {
  const written = margin === undefined ? '' : `,"margin":${floatText(margin)}`;
  return weight === undefined ? written : `${written},"weight":${floatText(weight)}`;
}

function headPart({ id, comparisonId, source }: PreferenceSource): string {
  return `{"id":${JSON.stringify(id)},"comparison_id":${JSON.stringify(comparisonId)},"source":"${source}"`;
}

/** One line of `trl-implicit`, with its newline: id, comparison_id, source, chosen, rejected, [margin], [weight]. */
export function trlImplicitLine(source: PreferenceSource): string {
  const chosen = joinMessages(source.prompt, source.chosen);
  const rejected = joinMessages(source.prompt, source.rejected);
  return `${headPart(source)},"chosen":${chosen},"rejected":${rejected}${numbersPart(source)}}\n`;
}

/** One line of `trl-explicit`, with its newline: id, comparison_id, source, prompt, chosen, rejected, [margin], [weight]. */
export function trlExplicitLine(source: PreferenceSource): string {
  return `${headPart(source)},"prompt":${source.prompt},"chosen":${source.chosen},"rejected":${source.rejected}${numbersPart(source)}}\n`;
}
