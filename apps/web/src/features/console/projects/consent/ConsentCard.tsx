import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../../api/ProblemState.tsx';
import { read } from '../../../../api/queries.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { useMe } from '../../../../shell/use-me.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Skeleton } from '../../../../ui/Skeleton.tsx';
import { may } from '../../access.ts';
import { ConsentEditor } from './ConsentEditor.tsx';
import { ConsentVersions } from './ConsentVersions.tsx';

/** What people agree to before they work here: the newest text, and all before it. */
export function ConsentCard({ projectId }: { projectId: string }) {
  const t = useT();
  const me = useMe();
  const found = useQuery({
    ...read('listConsentTexts', { params: { projectId } }),
    refetchOnMount: 'always',
  });
  return (
    <Card title={t('console-projects.consent')}>
      <div className="stack">
        <p className="muted">{t('console-projects.consent_why')}</p>
        {found.error === null ? null : (
          <ProblemState error={found.error} onRetry={() => void found.refetch()} />
        )}
        {found.isPending ? <Skeleton lines={4} /> : null}
        {found.data === undefined ? null : (
          <>
            <p role="status">
              {found.data.from === null
                ? t('console-projects.consent_none')
                : t('console-projects.consent_asked', { from: found.data.from })}
            </p>
            {may(me, projectId, 'manage') ? (
              <ConsentEditor
                projectId={projectId}
                newest={found.data.items[0] ?? null}
                isAsked={found.data.from !== null}
                onConflict={() => void found.refetch()}
              />
            ) : null}
            {found.data.items.length === 0 ? null : <ConsentVersions items={found.data.items} />}
          </>
        )}
      </div>
    </Card>
  );
}
