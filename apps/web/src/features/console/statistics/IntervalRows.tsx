import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { type Rows, RowsLink } from '../shared/RowsLink.tsx';
import styles from './intervals.module.css';
import { hasEnough, useFigure } from './use-figure.ts';

export interface IntervalRow {
  key: string;
  name: string;
  estimate: Estimate;
  rows: Rows;
}

interface Props {
  rows: readonly IntervalRow[];
  /** What the ends of the axis stand for. */
  domain: readonly [least: number, most: number];
  format?: 'decimal' | 'percent';
  /** Where a line marks what chance or no preference would give. */
  reference?: number;
}

/** Numbers with their 95 % intervals as dots with whiskers on one axis, each beside its name and its text. */
export function IntervalRows({ rows, domain, format = 'decimal', reference }: Props) {
  const figure = useFigure(format);
  const [least, most] = domain;
  const x = (value: number): string =>
    `${(100 * (Math.min(most, Math.max(least, value)) - least)) / (most - least)}%`;
  return (
    <dl className={styles['rows']}>
      {rows.map(({ key, name, estimate, rows: behind }) => (
        <div key={key} className={styles['row']}>
          <dt>{name}</dt>
          <dd className={styles['plot']}>
            <svg width="100%" height="20" aria-hidden="true">
              <line className={styles['axis']} x1="0" x2="100%" y1="10" y2="10" />
              {reference === undefined ? null : (
                <line className={styles['reference']} x1={x(reference)} x2={x(reference)} y1="1" y2="19" />
              )}
              {estimate.value !== null && hasEnough(estimate) ? (
                <>
                  {estimate.low === null || estimate.high === null ? null : (
                    <line
                      className={styles['whisker']}
                      x1={x(estimate.low)}
                      x2={x(estimate.high)}
                      y1="10"
                      y2="10"
                    />
                  )}
                  <circle className={styles['dot']} cx={x(estimate.value)} cy="10" r="5" />
                </>
              ) : null}
            </svg>
          </dd>
          <dd className={styles['figure']}>
            <RowsLink rows={behind}>{figure(estimate)}</RowsLink>
          </dd>
        </div>
      ))}
    </dl>
  );
}
