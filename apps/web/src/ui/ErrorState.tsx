import { useT } from '../i18n/use-i18n.ts';
import { Button } from './Button.tsx';
import { classNames } from './class-names.ts';
import { CopyButton } from './CopyButton.tsx';
import styles from './feedback.module.css';
import { Icon } from './Icon.tsx';

export interface ErrorStateProps {
  /** What failed. */
  title: string;
  /** Why, as far as known. */
  detail?: string | undefined;
  /** What is not lost by it. */
  safe?: string | undefined;
  onRetry?: (() => void) | undefined;
  requestId?: string | undefined;
}

export function ErrorState({ title, detail, safe, onRetry, requestId }: ErrorStateProps) {
  const t = useT();
  return (
    <div className={classNames(styles['state'], styles['error'])} role="alert">
      <h2 className={styles['stateTitle']}>
        <Icon name="alert" />
        {title}
      </h2>
      {detail === undefined ? null : <p>{detail}</p>}
      {safe === undefined ? null : <p className="muted">{safe}</p>}
      {onRetry === undefined ? null : (
        <Button icon="refresh" onClick={onRetry}>
          {t('ui.retry')}
        </Button>
      )}
      {requestId === undefined ? null : (
        <div className={styles['request']}>
          <span>{t('ui.request_id')}</span>
          <code>{requestId}</code>
          <CopyButton text={requestId} label={t('ui.copy_request_id')} />
        </div>
      )}
    </div>
  );
}
