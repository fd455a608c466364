import type { PayRate } from '@pairwright/contract/pay';
import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import { amountOf } from '../../my-work/time.ts';
import styles from '../shared/console.module.css';

/** What a judgment was worth, and since when; nothing where nothing ever was said of it. */
export function PayHistory({ projectId }: { projectId: string }) {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const rates = useQuery({ ...read('listPayRates', { params: { projectId } }), refetchOnMount: 'always' });
  if (rates.error !== null) return <ProblemState error={rates.error} onRetry={() => void rates.refetch()} />;
  if (rates.data === undefined || rates.data.items.length === 0) return null;
  return (
    <details>
      <summary className={styles['summary']}>{t('console-practice.rates')}</summary>
      <p className="muted">{t('console-practice.rates_how')}</p>
      <Table<PayRate>
        caption={t('console-practice.rates')}
        hideCaption
        compact
        rows={rates.data.items}
        rowKey={(row) => String(row.number)}
        columns={[
          {
            key: 'from',
            header: t('console-practice.rate_from'),
            rowHeader: true,
            cell: ({ validFrom }) =>
              validFrom === null ? t('console-practice.rate_beginning') : formats.dateTime(validFrom),
          },
          {
            key: 'rate',
            header: t('console-practice.rate'),
            align: 'end',
            cell: ({ pay }) => (pay === null ? t('console-practice.rate_none') : amountOf(pay, 1, locale)),
          },
          {
            key: 'by',
            header: t('console-practice.rate_by'),
            cell: ({ setBy }) => setBy ?? t('console-practice.rate_unknown'),
          },
        ]}
      />
    </details>
  );
}
