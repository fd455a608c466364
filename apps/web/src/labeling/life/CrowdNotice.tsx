import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { read } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { useOutboxStatus } from '../../outbox/use-outbox.ts';
import { paths } from '../../paths.ts';
import { Banner } from '../../ui/Banner.tsx';
import { buttonClass } from '../../ui/Button.tsx';

/**
 * For people whom a platform sent: the number that is wanted is reached, or there is nothing more for them, and where the code is.
 * Asked again when what was given has arrived.
 */
export function CrowdNotice() {
  const t = useT();
  const { waiting } = useOutboxStatus();
  const { data, refetch } = useQuery({ ...read('getMyCrowdWork', {}), refetchOnMount: 'always' });
  useEffect(() => {
    if (waiting === 0) void refetch({ cancelRefetch: false });
  }, [waiting, refetch]);
  const work = data?.work ?? null;
  if (work === null || (work.code === null && work.screenOut === null)) return null;
  return (
    <Banner
      icon="check"
      action={
        <Link href={paths.work()} className={buttonClass('primary', 'small')}>
          {t('labeling-life.crowd_to_code')}
        </Link>
      }
    >
      {work.code === null
        ? t('labeling-life.crowd_out')
        : t('labeling-life.crowd_reached', { wanted: work.wanted })}
    </Banner>
  );
}
