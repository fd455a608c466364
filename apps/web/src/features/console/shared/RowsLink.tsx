import type { VoteRows } from '@pairwright/contract/vote-rows';
import type { ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'wouter';
import { paths } from '../../../paths.ts';

/** Rows behind a number: comparisons by their votes or by how far they are. */
export type Rows = VoteRows & { progress?: 'open' | 'complete' | 'leased' | 'exported' };

/** Filters of a statistic by their names in the address, and what they are to its rows. */
const inherited = {
  language: 'language',
  category: 'category',
  round: 'round',
  batchId: 'batch',
  from: 'from',
  to: 'to',
  annotatorId: 'by',
  team: 'team',
} as const;

/**
 * The address of the rows behind a number of the project on this page. What the page is narrowed to holds for the rows too,
 * unless they say otherwise.
 */
export function useRowsPath(): (rows: Rows) => string {
  const { projectId } = useParams<{ projectId: string }>();
  const [search] = useSearchParams();
  return (rows) => {
    const wanted = new URLSearchParams();
    for (const [name, as] of Object.entries(inherited)) {
      const value = search.get(name);
      if (value !== null) wanted.set(as, value);
    }
    for (const [name, value] of Object.entries(rows)) if (value !== undefined) wanted.set(name, value);
    // Of a statistic of decisions the rows are these instead of the votes that count.
    if (search.get('labels') === 'adjudicated' && (rows.votes ?? 'counted') === 'counted')
      wanted.set('votes', 'adjudicated');
    return `${paths.comparisons(projectId)}?${wanted.toString()}`;
  };
}

/** A number that leads to its rows. Who sees statistics sees the comparisons too. */
export function RowsLink({ rows, children }: { rows: Rows; children: ReactNode }) {
  const path = useRowsPath();
  return <Link href={path(rows)}>{children}</Link>;
}
