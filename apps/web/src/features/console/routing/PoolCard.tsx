import type { ActivePool } from '@pairwright/contract/routing';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';

/** What comparisons are drawn from, and how old that is. */
export function PoolCard({ pool }: { pool: ActivePool | null }) {
  const t = useT();
  const formats = useFormats();
  return (
    <Card title={t('console-routing.pool')}>
      {pool === null ? (
        <p className="muted">{t('console-routing.pool_none')}</p>
      ) : (
        <>
          <p>{t('console-routing.pool_of', { pooled: pool.pooled, open: pool.openComparisons })}</p>
          <p>
            {pool.islands > 0
              ? t('console-routing.pool_islands', { islands: pool.islands })
              : t('console-routing.pool_joined')}
          </p>
          <p className="muted">
            {t('console-routing.pool_age', { time: formats.dateTime(pool.asOf), votes: pool.votes })}
          </p>
        </>
      )}
    </Card>
  );
}
