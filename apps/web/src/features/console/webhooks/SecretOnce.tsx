import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import styles from '../shared/console.module.css';

/** The secret of a webhook, the only time that it is shown. */
export function SecretOnce({ secret, onDone }: { secret: string; onDone: () => void }) {
  const t = useT();
  return (
    <div className={styles['secret']} role="status">
      <p>
        <strong>{t('console-webhooks.secret_once')}</strong>
      </p>
      <div className="row">
        <code className={styles['mono']} data-secret translate="no">
          {secret}
        </code>
        <CopyButton text={secret} label={t('console-webhooks.copy_secret')} />
      </div>
      <div>
        <Button onClick={onDone}>{t('console-webhooks.secret_done')}</Button>
      </div>
    </div>
  );
}
