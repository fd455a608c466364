import type { CrowdLink, CrowdPerson } from '@pairwright/contract/crowd';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import { saveText } from '../statistics/save-text.ts';
import { type Cell, toCsv } from '../statistics/to-csv.ts';

/** Who came by a link, and the list as a file to compare with what the platform reports. */
export function CrowdPeople({ projectId, link }: { projectId: string; link: CrowdLink }) {
  const t = useT();
  const list = useInfiniteQuery({
    ...readPages('listCrowdPeople', { params: { projectId, linkId: link.id }, query: {} }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error !== null && rows.length === 0)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton lines={3} />;
  if (rows.length === 0) return <p className="muted">{t('console-crowd.nobody')}</p>;
  return (
    <>
      <Table<CrowdPerson>
        caption={t('console-crowd.people_named', { name: link.name })}
        hideCaption
        cards
        rows={rows}
        rowKey={(row) => row.userId}
        columns={[
          {
            key: 'id',
            header: t('console-crowd.col_id'),
            rowHeader: true,
            cell: (row) =>
              row.externalId === null ? t('console-crowd.id_removed') : <bdi>{row.externalId}</bdi>,
          },
          {
            key: 'done',
            header: t('console-crowd.col_done'),
            cell: (row) => t('console-invites.uses', { uses: row.done, max: link.wanted }),
          },
          {
            key: 'state',
            header: t('console-people.col_state'),
            cell: (row) => t(row.isComplete ? 'console-crowd.complete' : 'console-crowd.working'),
          },
          {
            key: 'code',
            header: t('console-crowd.col_code'),
            cell: (row) => (row.code === null ? '–' : <code>{row.code}</code>),
          },
        ]}
      />
      <LoadMore
        label={t('console-crowd.people_named', { name: link.name })}
        shown={rows.length}
        list={list}
      />
      <DownloadButton projectId={projectId} link={link} />
    </>
  );
}

function DownloadButton({ projectId, link }: { projectId: string; link: CrowdLink }) {
  const t = useT();
  const [isBusy, setIsBusy] = useState(false);
  const save = async () => {
    setIsBusy(true);
    try {
      saveText(`${link.name}.csv`, toCsv(rowsOf(await readAll(projectId, link.id))));
    } catch (error) {
      toast(explainProblem(error, t).title);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div>
      <Button
        icon="download"
        busy={isBusy}
        aria-label={t('console-crowd.save_named', { name: link.name })}
        onClick={() => void save()}
      >
        {t('console-crowd.save')}
      </Button>
    </div>
  );
}

async function readAll(projectId: string, linkId: string): Promise<CrowdPerson[]> {
  const all: CrowdPerson[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } =
      cursor === null ? { limit: 200 } : { limit: 200, cursor };
    const page = await api.call('listCrowdPeople', { params: { projectId, linkId }, query });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

/** Names as in the API. */
function rowsOf(people: readonly CrowdPerson[]): Cell[][] {
  return [
    ['externalId', 'done', 'isComplete', 'code', 'createdAt'],
    ...people.map((person) => [
      person.externalId,
      person.done,
      String(person.isComplete),
      person.code,
      person.createdAt,
    ]),
  ];
}
