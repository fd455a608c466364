import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';

/** For people whom a platform sent: how much is wanted, and the completion code once it is done. */
export default function CrowdWork() {
  const t = useT();
  const work = useQuery({ ...read('getMyCrowdWork', {}), refetchOnMount: 'always' }).data?.work ?? null;
  if (work === null) return null;
  const { wanted, done, code, returnUrl } = work;
  return (
    <Card title={t('work-life.crowd_title')}>
      <p>{t('work-life.crowd_done', { done, wanted })}</p>
      <ProgressBar label={t('work-life.crowd_title')} value={Math.min(done, wanted)} max={wanted} />
      {code === null ? (
        <p className="muted">{t('work-life.crowd_code_later')}</p>
      ) : (
        <div role="status" className="stack">
          <p>{t('work-life.crowd_code')}</p>
          <div className="row">
            <code data-code translate="no">
              {code}
            </code>
            <CopyButton text={code} label={t('work-life.crowd_copy')} />
          </div>
          {returnUrl === null ? null : (
            <p>
              <a href={returnUrl} rel="noreferrer">
                {t('work-life.crowd_return')}
              </a>
            </p>
          )}
        </div>
      )}
    </Card>
  );
}
