import type { GoldNotice } from '@pairwright/contract/working-life';
import { Link } from 'wouter';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/Badge.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';

/** What a rule of the project noticed or a lead decided, said kindly: nobody wrote it, and nobody has to answer it. */
export function NoticeCard({ notice }: { notice: GoldNotice }) {
  const t = useT();
  const formats = useFormats();
  const { action, band, createdAt, projectId, projectName, readAt } = notice;
  const byLead = action.startsWith('lead_');
  return (
    <Card
      title={t(byLead ? 'work-life.notice_title_lead' : 'work-life.notice_title', { project: projectName })}
      aside={readAt === null ? <Badge tone="accent">{t('work-life.new')}</Badge> : null}
    >
      <p className="muted">{formats.dateTime(createdAt)}</p>
      {byLead ? null : <p>{t('work-life.notice_what')}</p>}
      {band === null ? null : (
        <p>
          {t('work-life.notice_band', {
            low: formats.percent(band.low),
            high: formats.percent(band.high),
            n: band.n,
          })}
        </p>
      )}
      <p>{t(`work-life.notice_${action}`)}</p>
      {action === 'practice' || action === 'lead_practice' ? (
        <p>
          <Link href={paths.practice(projectId)} className={buttonClass()}>
            {t('work-life.notice_to_practice')}
          </Link>
        </p>
      ) : null}
    </Card>
  );
}
