import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { CrowdCode } from './CrowdCode.tsx';

/** For people whom a platform sent: how much is wanted, and the code to leave with once it is done, or once there is nothing more. */
export default function CrowdWork() {
  const t = useT();
  const work = useQuery({ ...read('getMyCrowdWork', {}), refetchOnMount: 'always' }).data?.work ?? null;
  if (work === null) return null;
  const { wanted, done, code, returnUrl, screenOut } = work;
  return (
    <Card title={t('work-life.crowd_title')}>
      <p>{t('work-life.crowd_done', { done, wanted })}</p>
      <ProgressBar label={t('work-life.crowd_title')} value={Math.min(done, wanted)} max={wanted} />
      {code !== null ? (
        <CrowdCode words={t('work-life.crowd_code')} code={code} returnUrl={returnUrl} />
      ) : screenOut !== null ? (
        <CrowdCode words={t('work-life.crowd_out')} {...screenOut} />
      ) : (
        <p className="muted">{t('work-life.crowd_code_later')}</p>
      )}
    </Card>
  );
}
