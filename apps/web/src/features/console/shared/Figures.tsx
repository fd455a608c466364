import type { ReactNode } from 'react';
import styles from './console.module.css';
import { type Rows, RowsLink } from './RowsLink.tsx';

export interface Figure {
  label: string;
  value: ReactNode;
  hint?: string;
  /** The rows behind it. */
  rows?: Rows;
}

/** A few numbers with their names. */
export function Figures({ items, label }: { items: readonly Figure[]; label?: string }) {
  return (
    <dl className={styles['figures']} aria-label={label}>
      {items.map((item) => (
        <div key={item.label} className={styles['figure']}>
          <dt>{item.label}</dt>
          <dd>{linked(item.value, item.rows)}</dd>
          {item.hint === undefined ? null : (
            <dd className={styles['figureHint']}>{linked(item.hint, item.rows)}</dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function linked(number: ReactNode, rows: Rows | undefined) {
  return rows === undefined ? number : <RowsLink rows={rows}>{number}</RowsLink>;
}
