import { useLocale } from '../../../i18n/use-i18n.ts';
import styles from '../../desk/bar.module.css';
import type { Work } from '../../session/session.ts';

/** The question in words, with a press that did not count said beside it. */
export function Question({ id, work, notice }: { id: string; work: Work; notice: string | null }) {
  const locale = useLocale();
  return (
    <p id={id} className={styles['question']}>
      {work.question.text[locale]}
      <span className={styles['notice']} aria-live="polite">
        {notice}
      </span>
    </p>
  );
}
