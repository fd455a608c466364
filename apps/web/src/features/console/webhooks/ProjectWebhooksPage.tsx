import { useT } from '../../../i18n/use-i18n.ts';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { WebhookList } from './WebhookList.tsx';

/** What tells other systems of a project; for its admins. */
export default function ProjectWebhooksPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  return (
    <ProjectFrame projectId={projectId} title={t('console-webhooks.title')}>
      <p className="muted">{t('console-webhooks.why')}</p>
      <WebhookList projectId={projectId} />
    </ProjectFrame>
  );
}
