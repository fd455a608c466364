import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { buttonClass } from '../../../ui/Button.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { AuditLog } from './AuditLog.tsx';

/** Who changed what in a project; for its admins. */
export default function ProjectAuditPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const members = useQuery(read('listMembers', { params: { projectId } }));
  const people = (members.data?.items ?? []).map(({ userId, name }) => ({ id: userId, name }));
  return (
    <ProjectFrame projectId={projectId} title={t('console-audit.title')}>
      <p className="muted">{t('console-audit.why')}</p>
      <div>
        <a
          href={api.url('downloadProjectAudit', { params: { projectId } })}
          className={buttonClass()}
          download="audit.jsonl"
        >
          {t('console-audit.download_project')}
        </a>
      </div>
      <AuditLog people={people} projectId={projectId} />
    </ProjectFrame>
  );
}
