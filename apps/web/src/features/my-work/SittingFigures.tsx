import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import type { SittingSummary } from './last-sitting.ts';
import styles from './work.module.css';

/** A sitting in four numbers. */
export function SittingFigures({ sitting }: { sitting: SittingSummary }) {
  const t = useT();
  const formats = useFormats();
  const minutes = Math.round(sitting.activeMs / 60_000);
  const figures = [
    [t('work-life.sitting_judged'), formats.number(sitting.judged)],
    [t('work-life.sitting_skipped'), formats.number(sitting.skipped)],
    [
      t('work-life.active_time'),
      minutes === 0 ? t('work-life.under_a_minute') : t('work-life.minutes', { count: minutes }),
    ],
    [t('work-life.sitting_breaks'), formats.number(sitting.breaks)],
  ] as const;
  return (
    <dl className={styles['numbers']}>
      {figures.map(([label, value]) => (
        <div key={label} className={styles['number']}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
