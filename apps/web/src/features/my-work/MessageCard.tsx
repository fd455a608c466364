import type { LeadMessage } from '@pairwright/contract/working-life';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Card } from '../../ui/Card.tsx';

/** What somebody who runs a project says. */
export function MessageCard({ message: told }: { message: LeadMessage }) {
  const t = useT();
  const formats = useFormats();
  const { author, createdAt, message, projectName, readAt } = told;
  return (
    <Card
      title={t('work-life.feedback_from', { author, project: projectName })}
      aside={readAt === null ? <Badge tone="accent">{t('work-life.new')}</Badge> : null}
    >
      <p className="muted">{formats.dateTime(createdAt)}</p>
      <p dir="auto">{message}</p>
    </Card>
  );
}
