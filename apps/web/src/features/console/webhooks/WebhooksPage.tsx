import { useT } from '../../../i18n/use-i18n.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import styles from '../shared/console.module.css';
import { WebhookList } from './WebhookList.tsx';

/** What tells other systems of all projects and of the installation; for the owner. */
export default function WebhooksPage() {
  const t = useT();
  usePageTitle(t('console-webhooks.title'));
  return (
    <>
      <h1>{t('console-webhooks.title')}</h1>
      <div className={styles['steps']}>
        <p className="muted">{t('console-webhooks.why_installation')}</p>
        <WebhookList projectId={null} />
      </div>
    </>
  );
}
