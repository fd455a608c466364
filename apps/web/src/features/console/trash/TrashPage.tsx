import type { TrashedProject } from '@pairwright/contract/trash';
import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { type Column, Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import { useProvedWrite } from '../../account/use-proved-write.tsx';
import styles from '../shared/console.module.css';
import { Name } from '../shared/Name.tsx';
import { TRASH_DAYS } from './days.ts';
import { NameDialog } from './NameDialog.tsx';

/** Deleted projects, to restore them, or for the owner to remove them at once. */
export default function TrashPage() {
  const t = useT();
  usePageTitle(t('console-trash.title'));
  const list = useQuery({ ...read('listTrash', {}), refetchOnMount: 'always' });
  const rows = list.data?.items ?? [];
  return (
    <>
      <h1>{t('console-trash.title')}</h1>
      <div className={styles['steps']}>
        <p className="muted">{t('console-trash.why', { days: TRASH_DAYS })}</p>
        {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending ? <Skeleton lines={4} /> : null}
        {list.isSuccess && rows.length === 0 ? <EmptyState title={t('console-trash.empty')} /> : null}
        {rows.length === 0 ? null : <Projects rows={rows} />}
      </div>
    </>
  );
}

function Projects({ rows }: { rows: readonly TrashedProject[] }) {
  const t = useT();
  const formats = useFormats();
  const counts = useCounts();
  const isTwin = lookAlikesAmong(rows.map(({ name }) => name));
  const [purging, setPurging] = useState<TrashedProject | null>(null);
  return (
    <>
      <Table<TrashedProject>
        caption={t('console-trash.title')}
        hideCaption
        cards
        rows={rows}
        rowKey={(row) => row.projectId}
        columns={[
          {
            key: 'name',
            header: t('console-trash.col_project'),
            rowHeader: true,
            cell: (row) => <Name text={row.name} isTwin={isTwin(row.name)} id={row.projectId} />,
          },
          {
            key: 'deleted',
            header: t('console-trash.col_deleted'),
            cell: (row) =>
              row.deletedBy === null
                ? formats.dateTime(row.deletedAt)
                : t('console-trash.deleted_by', {
                    when: formats.dateTime(row.deletedAt),
                    name: row.deletedBy,
                  }),
          },
          {
            key: 'purged',
            header: t('console-trash.col_purged'),
            cell: (row) => formats.date(row.purgedFrom),
          },
          ...counts,
          {
            key: 'do',
            header: t('console-trash.col_do'),
            actions: true,
            cell: (row) => <Actions project={row} onPurge={() => setPurging(row)} />,
          },
        ]}
      />
      {purging === null ? null : <Purge project={purging} onClose={() => setPurging(null)} />}
    </>
  );
}

/** How much is in a project. */
function useCounts(): Column<TrashedProject>[] {
  const t = useT();
  const formats = useFormats();
  return [
    {
      key: 'comparisons',
      header: t('console-trash.col_comparisons'),
      align: 'end',
      cell: (row) => formats.number(row.comparisons),
    },
    {
      key: 'judgments',
      header: t('console-trash.col_judgments'),
      align: 'end',
      cell: (row) => formats.number(row.judgments),
    },
  ];
}

function Actions({ project, onPurge }: { project: TrashedProject; onPurge: () => void }) {
  const t = useT();
  const me = useMe();
  return (
    <span className="row">
      <Restore project={project} />
      {me.isOwner ? (
        <Button
          size="small"
          aria-label={t('console-trash.purge_named', { name: project.name })}
          onClick={onPurge}
        >
          {t('console-trash.purge')}
        </Button>
      ) : null}
    </span>
  );
}

function Restore({ project }: { project: TrashedProject }) {
  const t = useT();
  const [, go] = useLocation();
  const restore = useWrite('restoreProject', ['listTrash', 'listProjects', 'listMyProjects', 'getMe']);
  return (
    <Button
      size="small"
      busy={restore.isPending}
      aria-label={t('console-trash.restore_named', { name: project.name })}
      onClick={() =>
        // The row is gone from the list before its own handlers would be called.
        void restore.mutateAsync({ params: { projectId: project.projectId } }).then(
          () => {
            toast(t('console-trash.restored', { name: project.name }));
            go(paths.project(project.projectId));
          },
          (error: unknown) => toast(explainProblem(error, t).title),
        )
      }
    >
      {t('console-trash.restore')}
    </Button>
  );
}

function Purge({ project, onClose }: { project: TrashedProject; onClose: () => void }) {
  const t = useT();
  const purge = useProvedWrite('purgeProject', ['listTrash']);
  const done = () => {
    toast(t('console-trash.purged', { name: project.name }));
    onClose();
  };
  return (
    <>
      <NameDialog
        title={t('console-trash.purge_ask', { name: project.name })}
        name={project.name}
        confirm={t('console-trash.purge')}
        busy={purge.isPending}
        error={purge.error}
        onClose={onClose}
        onConfirm={(name) =>
          purge.mutate({ params: { projectId: project.projectId }, body: { name } }, { onSuccess: done })
        }
      >
        <p>{t('console-trash.purge_what', { judgments: project.judgments })}</p>
      </NameDialog>
      {purge.asking}
    </>
  );
}
