import type { VoteRows } from '@pairwright/contract/vote-rows';
import { type Formats, useFormats } from '../../../i18n/format.ts';
import { type Translate, useT } from '../../../i18n/use-i18n.ts';
import { outcomeText } from '../projects/outcome-text.ts';
import { noonOf } from '../projects/days.ts';

/** As `voteRows` in the contract, which the page must not load with all its shapes. */
const names = {
  votes: true,
  by: true,
  team: true,
  outcome: true,
  side: true,
  model: true,
  result: true,
  against: true,
  shared: true,
  said: true,
  length: true,
  formatting: true,
  texts: true,
  language: true,
  category: true,
  round: true,
  batch: true,
  from: true,
  to: true,
} as const satisfies Record<keyof VoteRows, true>;

/** What the address narrows the list to; the server refuses what it does not know. */
export function readRows(search: URLSearchParams): VoteRows {
  const given = Object.keys(names).flatMap((name) => {
    const value = search.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given) as VoteRows;
}

/** In words, which comparisons these are; null: all. */
export function useRowsWords(rows: VoteRows): string | null {
  const t = useT();
  const formats = useFormats();
  const {
    votes,
    by,
    team,
    outcome,
    side,
    model,
    result,
    against,
    shared,
    said,
    language,
    category,
    from,
    to,
  } = rows;
  const [one, other] = (said?.split(',') ?? []).map((answer) =>
    answer === 'both_bad' ? t('console-projects.rows_both_bad') : formats.number(Number(answer)),
  );
  const words = [
    votes && t(`console-projects.rows_votes_${votes}`),
    by && t('console-projects.rows_by', { people: by.split(',').length }),
    team && t('console-projects.rows_team', { team }),
    outcome && t('console-projects.rows_outcome', { outcome: outcomeText(outcome, t) }),
    side && t(`console-projects.rows_side_${side}`),
    model && t('console-projects.rows_model', { model }),
    result && t(`console-projects.rows_result_${result}`),
    against && t('console-projects.rows_against', { model: against }),
    shared && t(`console-projects.rows_shared_${shared}`),
    one && other && t('console-projects.rows_said', { one, other }),
    rows.length && lengthWords(rows.length, t, formats),
    rows.formatting && t(`console-projects.rows_formatting_${rows.formatting}`),
    rows.texts && t(`console-projects.rows_texts_${rows.texts}`),
    language && t('console-projects.rows_language', { language }),
    category && t('console-projects.rows_category', { category }),
    rows.round && t('console-projects.rows_round', { round: formats.number(Number(rows.round)) }),
    rows.batch && t('console-projects.rows_batch'),
    from && t('console-projects.rows_from', { day: formats.date(noonOf(from)) }),
    to && t('console-projects.rows_to', { day: formats.date(noonOf(to)) }),
  ].filter((word): word is string => word !== undefined && word !== '');
  return words.length === 0 ? null : t('console-projects.rows_only', { filters: formats.list(words) });
}

function lengthWords(bounds: string, t: Translate, { number }: Formats): string {
  const [above = '', upTo = ''] = bounds.split(',');
  if (upTo !== '')
    return t('console-projects.rows_length', { above: number(Number(above)), upTo: number(Number(upTo)) });
  return Number(above) === 1
    ? t('console-projects.rows_length_differs')
    : t('console-projects.rows_length_above', { above: number(Number(above)) });
}
