import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../api/client.ts';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { buttonClass } from '../../../ui/Button.tsx';
import styles from '../shared/console.module.css';
import { AuditLog } from './AuditLog.tsx';
import { CheckBanner } from './CheckBanner.tsx';

/** Who changed what in this installation; for the owner. */
export default function AuditPage() {
  const t = useT();
  usePageTitle(t('console-audit.title'));
  const users = useQuery(read('listUsers', { query: { limit: 200 } }));
  const people = (users.data?.items ?? []).map(({ id, name }) => ({ id, name }));
  return (
    <>
      <div className={styles['titleRow']}>
        <h1>{t('console-audit.title')}</h1>
        <span className={styles['actions']}>
          <Link href={paths.retention()} className={buttonClass()}>
            {t('console-audit.retention')}
          </Link>
          <a href={api.url('downloadAudit', {})} className={buttonClass()} download="audit.jsonl">
            {t('console-audit.download')}
          </a>
        </span>
      </div>
      <div className={styles['steps']}>
        <p className="muted">{t('console-audit.why')}</p>
        <CheckBanner />
        <AuditLog people={people} projectId={undefined} />
      </div>
    </>
  );
}
