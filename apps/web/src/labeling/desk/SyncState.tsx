import { Suspense, useState } from 'react';
import { Link } from 'wouter';
import { loadCatalogues } from '../../i18n/i18n.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { useOutboxStatus } from '../../outbox/use-outbox.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/Badge.tsx';
import styles from './bench.module.css';
import { lazyLater } from '../../ui/lazy-later.ts';

const SyncDialog = lazyLater(async () => {
  const [module] = await Promise.all([import('./SyncDialog.tsx'), loadCatalogues(['safety', 'work'])]);
  return { default: module.SyncDialog };
});

/** Whether everything is on the server; opens what is saved where. */
export function SyncState() {
  const t = useT();
  const { waiting, refused } = useOutboxStatus();
  const [open, setOpen] = useState(false);
  return (
    <span className={styles['sync']} data-waiting={waiting}>
      <button
        type="button"
        className={styles['syncButton']}
        aria-haspopup="dialog"
        title={waiting === 0 ? undefined : t('labeling.queued_hint')}
        onClick={() => setOpen(true)}
      >
        {waiting === 0 ? (
          <Badge tone="ok">{t('labeling.synced')}</Badge>
        ) : (
          <Badge>{t('labeling.queued', { count: waiting })}</Badge>
        )}
      </button>
      {refused.length === 0 ? null : (
        <Link href={paths.work()} className={styles['attention']}>
          <Badge tone="danger">{t('labeling.attention', { count: refused.length })}</Badge>
        </Link>
      )}
      <Suspense fallback={null}>{open ? <SyncDialog onClose={() => setOpen(false)} /> : null}</Suspense>
    </span>
  );
}
