import type { CrowdLink } from '@pairwright/contract/crowd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { CreateCrowdLinkForm } from './CreateCrowdLinkForm.tsx';
import { CrowdPeople } from './CrowdPeople.tsx';

/** Links for platforms that send workers, and who came by each. */
export function CrowdCard({ projectId }: { projectId: string }) {
  const t = useT();
  const list = useInfiniteQuery({
    ...readPages('listCrowdLinks', { params: { projectId }, query: {} }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t('console-crowd.title')}>
      <p className="muted">{t('console-crowd.why')}</p>
      <details>
        <summary className={styles['summary']}>{t('console-crowd.new')}</summary>
        <CreateCrowdLinkForm projectId={projectId} />
      </details>
      {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? <Skeleton lines={3} /> : null}
      {list.isSuccess && rows.length === 0 ? <p className="muted">{t('console-crowd.none')}</p> : null}
      {rows.map((row) => (
        <One key={row.id} projectId={projectId} link={row} />
      ))}
      {rows.length === 0 ? null : (
        <LoadMore label={t('console-crowd.title')} shown={rows.length} list={list} />
      )}
    </Card>
  );
}

function One({ projectId, link }: { projectId: string; link: CrowdLink }) {
  const t = useT();
  const formats = useFormats();
  const [shown, setShown] = useState(false);
  const close = useWrite('closeCrowdLink', ['listCrowdLinks']);
  const { id, name, state, people, maxPeople, wanted, expiresAt, signed } = link;
  return (
    <section className="stack">
      <h3 className="row">
        <bdi dir="auto">{name}</bdi>
        <Badge tone={state === 'open' ? 'ok' : 'neutral'}>{t(`console-crowd.state_${state}`)}</Badge>
        {signed ? null : <Badge tone="warn">{t('console-crowd.unsigned')}</Badge>}
      </h3>
      <p>
        {t('console-crowd.counts', { people, max: maxPeople, wanted })}{' '}
        {t('console-crowd.until', { when: formats.date(expiresAt) })}
      </p>
      <div className="row">
        {people === 0 ? null : (
          <Button
            size="small"
            aria-expanded={shown}
            aria-label={t('console-crowd.people_named', { name })}
            onClick={() => setShown(!shown)}
          >
            {t('console-crowd.people')}
          </Button>
        )}
        {state === 'closed' ? null : (
          <Button
            size="small"
            busy={close.isPending}
            aria-label={t('console-crowd.close_named', { name })}
            onClick={() =>
              close.mutate(
                { params: { projectId, linkId: id } },
                { onError: (error) => toast(explainProblem(error, t).title) },
              )
            }
          >
            {t('console-crowd.close')}
          </Button>
        )}
      </div>
      {shown ? <CrowdPeople projectId={projectId} link={link} /> : null}
    </section>
  );
}
