import type { ReactNode } from 'react';
import styles from './console.module.css';

export interface Figure {
  label: string;
  value: ReactNode;
  hint?: string;
}

/** A few numbers with their names. */
export function Figures({ items, label }: { items: readonly Figure[]; label?: string }) {
  return (
    <dl className={styles['figures']} aria-label={label}>
      {items.map((item) => (
        <div key={item.label} className={styles['figure']}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
          {item.hint === undefined ? null : <dd className={styles['figureHint']}>{item.hint}</dd>}
        </div>
      ))}
    </dl>
  );
}
