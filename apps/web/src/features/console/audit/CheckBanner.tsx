import { useQuery } from '@tanstack/react-query';
import { explainProblem } from '../../../api/problem.ts';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';

/** What the last check of the chain found. */
export function CheckBanner() {
  const t = useT();
  const formats = useFormats();
  const { data, error, refetch } = useQuery({ ...read('getAuditCheck', {}), refetchOnMount: 'always' });
  if (error !== null)
    return (
      <Banner tone="danger" action={<Button onClick={() => void refetch()}>{t('ui.retry')}</Button>}>
        {t('console-audit.check_unknown', { why: explainProblem(error, t).title })}
      </Banner>
    );
  if (data === undefined) return <Skeleton lines={1} />;
  if (data.check === null) return <Banner>{t('console-audit.check_never')}</Banner>;
  const { checkedAt, entries, judgments, fault } = data.check;
  const when = formats.dateTime(checkedAt);
  if (fault === null)
    return <Banner icon="check">{t('console-audit.check_whole', { when, entries, judgments })}</Banner>;
  return (
    <Banner tone="danger">
      {t('console-audit.check_broken', {
        when,
        seq: fault.seq,
        fault: t(`console-audit.fault_${fault.fault}`),
      })}
    </Banner>
  );
}
