import { useId } from 'react';
import type { ReactNode } from 'react';
import { useFormats } from '../i18n/format.ts';
import { classNames } from './class-names.ts';
import styles from './feedback.module.css';

export interface ProgressBarProps {
  label: ReactNode;
  value: number;
  /** Null while the whole is not known. */
  max: number | null;
  /** Rate, amount, time left: said beside the percent. */
  detail?: string;
  /** What the numbers become: a link to their rows, say. */
  wrap?: (numbers: string) => ReactNode;
}

export function ProgressBar({ label, value, max, detail, wrap }: ProgressBarProps) {
  const id = useId();
  const formats = useFormats();
  const ratio = max === null ? null : max <= 0 ? 1 : Math.min(1, value / max);
  const said = [ratio === null ? null : formats.percent(Math.floor(ratio * 1000) / 1000), detail ?? null]
    .filter((part) => part !== null)
    .join(' · ');
  return (
    <div className={styles['progress']}>
      <div className={styles['progressHead']}>
        <span id={id}>{label}</span>
        <span className="muted">{wrap === undefined ? said : wrap(said)}</span>
      </div>
      <div
        className={styles['track']}
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={max ?? undefined}
        aria-valuenow={ratio === null ? undefined : Math.min(value, max ?? value)}
      >
        <div
          className={classNames(styles['fill'], ratio === null && styles['unknown'])}
          style={ratio === null ? undefined : { width: `${ratio * 100}%` }}
        />
      </div>
    </div>
  );
}
