import { useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './reading.module.css';

/** Says that something could not be formatted, and offers to report it with one press. */
export function FallbackStrip({ count, onReport }: { count: number; onReport: () => void }) {
  const t = useT();
  const [reported, setReported] = useState(false);
  return (
    <div className={styles['fallback']} role="status">
      <span>{t('labeling-reading.fallback', { count })}</span>
      {reported ? (
        <span>{t('labeling-reading.fallback_reported')}</span>
      ) : (
        <Button
          size="small"
          icon="flag"
          onClick={() => {
            setReported(true);
            onReport();
          }}
        >
          {t('labeling-reading.fallback_report')}
        </Button>
      )}
    </div>
  );
}
