import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { saveText } from './save-text.ts';
import styles from './statistics.module.css';
import { type Cell, toCsv } from './to-csv.ts';

interface Props {
  title: string;
  /** How the numbers are made: what is counted, the formula in words, its source. */
  how: ReactNode;
  /** What the chart shows, with a header row: for the download. Numbers are not rounded. */
  csv: { name: string; rows: readonly (readonly Cell[])[] };
  /** The drawing; left out where a table says it all. */
  chart?: ReactNode;
  /** The same as a table. */
  table: ReactNode;
  children?: ReactNode;
}

/** One statistic drawn, as a table and as a file, with how it was computed. */
export function ChartCard({ title, how, csv, chart, table, children }: Props) {
  const t = useT();
  const [asTable, setAsTable] = useState(chart === undefined);
  const toggle = useRef<HTMLButtonElement>(null);
  const keys = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (chart === undefined || key.toLowerCase() !== 't' || ctrlKey || metaKey || altKey) return;
    if (target instanceof HTMLSelectElement || target instanceof HTMLInputElement) return;
    // The page has this key too, for all of its charts.
    event.preventDefault();
    setAsTable(!asTable);
    // What had the focus may be gone with the chart.
    toggle.current?.focus();
  };
  const card = (
    <Card
      title={title}
      aside={
        <span className={styles['tools']}>
          {chart === undefined ? null : (
            <Button
              ref={toggle}
              variant="quiet"
              aria-pressed={asTable}
              aria-keyshortcuts="T"
              data-as-table={asTable}
              onClick={() => setAsTable(!asTable)}
            >
              {t('console-statistics.as_table')}
            </Button>
          )}
          <Button variant="quiet" onClick={() => saveText(`${csv.name}.csv`, toCsv(csv.rows))}>
            {t('console-statistics.csv')}
          </Button>
        </span>
      }
    >
      {children}
      {asTable ? table : chart}
      <details>
        <summary className={styles['how']}>{t('console-statistics.how')}</summary>
        <div className="muted">{how}</div>
      </details>
    </Card>
  );
  return (
    <div className={styles['keys']} role="presentation" onKeyDown={keys}>
      {card}
    </div>
  );
}
