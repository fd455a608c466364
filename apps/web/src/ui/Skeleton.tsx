import { useT } from '../i18n/use-i18n.ts';
import styles from './feedback.module.css';

/** Stands for content on its way; unseen for the first 150 ms, so that quick answers do not flicker. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const t = useT();
  return (
    <div className={styles['skeleton']} role="status">
      <span className="visually-hidden">{t('ui.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={styles['bone']} aria-hidden="true" />
      ))}
    </div>
  );
}
