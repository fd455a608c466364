import type { LocalText } from '@pairwright/contract/question-form';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import styles from './parts.module.css';

interface PartHeadProps {
  label: string;
  hint?: LocalText | null;
  required: boolean;
}

/** The name of one part, whether it has to be answered, and its hint. */
export function PartHead({ label, hint, required }: PartHeadProps) {
  const t = useT();
  const locale = useLocale();
  return (
    <div className={styles['head']}>
      <span className={styles['label']}>{label}</span>
      {required ? null : <span className={styles['optional']}>{t('labeling-parts.optional')}</span>}
      {hint == null ? null : <span className={styles['hint']}>{hint[locale]}</span>}
    </div>
  );
}
