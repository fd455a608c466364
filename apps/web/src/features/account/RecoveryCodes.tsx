import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './account.module.css';

/** Codes for when the app is lost; shown here and nowhere else, once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useT();
  return (
    <div className="stack" role="status">
      <p>
        <strong>{t('account.codes')}</strong>
      </p>
      <p>{t('account.codes_what')}</p>
      <ul className={styles['codes']} data-secret translate="no">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="row">
        <CopyButton text={codes.join('\n')} label={t('account.codes_copy')} />
        <Button variant="primary" onClick={onDone}>
          {t('account.codes_done')}
        </Button>
      </div>
    </div>
  );
}
