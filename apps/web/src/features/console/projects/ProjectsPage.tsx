import type { Project } from '@pairwright/contract/projects';
import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link, useSearchParams } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { buttonClass } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Select } from '../../../ui/Field.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { mayCreateProjects } from '../access.ts';
import styles from '../shared/console.module.css';
import { DemoNotice } from './DemoNotice.tsx';
import { ProjectCard } from './ProjectCard.tsx';
import { ProjectsKeys } from './ProjectsKeys.tsx';

const states = ['active', 'paused', 'archived'] as const satisfies readonly Project['state'][];
const pageSize = 20;

export default function ProjectsPage() {
  const t = useT();
  const me = useMe();
  usePageTitle(t('console.projects'));
  const filter = useRef<HTMLSpanElement>(null);
  const [search, setSearch] = useSearchParams();
  const state = states.find((known) => known === search.get('state'));
  const query = { limit: pageSize, ...(state === undefined ? {} : { state }) };
  const list = useInfiniteQuery({ ...readPages('listProjects', { query }), refetchOnMount: 'always' });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isTwin = lookAlikesAmong(rows.map(({ name }) => name));
  return (
    <>
      <div className={styles['titleRow']}>
        <h1>{t('console.projects')}</h1>
        <span ref={filter} className={styles['actions']}>
          <Select
            label={t('console-projects.filter')}
            hideLabel
            value={state ?? 'all'}
            options={[
              { value: 'all', label: t('console-projects.filter_all') },
              ...states.map((value) => ({ value, label: t(`console.state_${value}`) })),
            ]}
            onChange={(value) => setSearch(value === 'all' ? {} : { state: value }, { replace: true })}
          />
          {mayCreateProjects(me) ? (
            <Link href={paths.trash()} className={buttonClass()}>
              {t('console-projects.trash')}
            </Link>
          ) : null}
          {mayCreateProjects(me) ? (
            <Link href={paths.newProject()} className={buttonClass('primary')}>
              {t('console-projects.new')}
            </Link>
          ) : null}
          <ProjectsKeys mayCreate={mayCreateProjects(me)} filter={filter} />
        </span>
      </div>
      {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? <Skeleton lines={6} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <Nothing filtered={state !== undefined} onAll={() => setSearch({}, { replace: true })} />
      ) : null}
      <div className={styles['cards']}>
        {rows.map((project) => (
          <ProjectCard key={project.id} project={project} isTwin={isTwin(project.name)} />
        ))}
      </div>
      {rows.length === 0 ? null : (
        <LoadMore label={t('console-projects.pages')} shown={rows.length} list={list} />
      )}
      {me.isOwner && rows.some((project) => project.isDemo) ? <DemoNotice /> : null}
    </>
  );
}

function Nothing({ filtered, onAll }: { filtered: boolean; onAll: () => void }) {
  const t = useT();
  const me = useMe();
  if (filtered) {
    return (
      <EmptyState
        title={t('console-projects.none_in_state')}
        action={
          <button type="button" className={buttonClass()} onClick={onAll}>
            {t('console-projects.show_all')}
          </button>
        }
      />
    );
  }
  const may = mayCreateProjects(me);
  return (
    <EmptyState
      title={t('console-projects.none')}
      action={
        may ? (
          <Link href={paths.newProject()} className={buttonClass('primary')}>
            {t('console-projects.new')}
          </Link>
        ) : undefined
      }
    >
      {may ? (
        <ol className={styles['notes']}>
          <li>{t('console-projects.first_step')}</li>
          <li>{t('console-projects.second_step')}</li>
          <li>{t('console-projects.third_step')}</li>
        </ol>
      ) : (
        t('console-projects.none_why')
      )}
    </EmptyState>
  );
}
