import type { ProjectAction } from '@pairwright/contract/endpoint';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { may } from '../access.ts';
import styles from './console.module.css';
import { StateBadge } from './StateBadge.tsx';

interface Place {
  label: MessageKey;
  href: (projectId: string) => string;
  needs: ProjectAction;
}

const places: readonly Place[] = [
  { label: 'console.nav_overview', href: paths.project, needs: 'view' },
  { label: 'console.nav_comparisons', href: paths.comparisons, needs: 'see_models' },
  { label: 'console.nav_quality', href: paths.quality, needs: 'see_models' },
  { label: 'console.nav_annotators', href: paths.annotators, needs: 'see_models' },
  { label: 'console.nav_leaderboard', href: paths.leaderboard, needs: 'see_models' },
  { label: 'console.nav_resolutions', href: paths.resolutions, needs: 'see_models' },
  { label: 'console.nav_review', href: paths.review, needs: 'review' },
  { label: 'console.nav_import', href: paths.imports, needs: 'import' },
  { label: 'console.nav_datasets', href: paths.datasets, needs: 'export' },
  { label: 'console.nav_guidelines', href: paths.guidelines, needs: 'view' },
  { label: 'console.nav_question', href: paths.question, needs: 'view' },
  { label: 'console.nav_members', href: paths.members, needs: 'manage' },
  { label: 'console.nav_routing', href: paths.routing, needs: 'manage' },
  { label: 'console.nav_webhooks', href: paths.projectWebhooks, needs: 'manage' },
  { label: 'console.nav_audit', href: paths.projectAudit, needs: 'manage' },
];

interface Props {
  projectId: string;
  /** The page's own heading. */
  title: string;
  /** Stands beside the heading: a state, a main action. */
  aside?: ReactNode;
  children: ReactNode;
}

/** The project's name and its pages, above each page of a project. */
export function ProjectFrame({ projectId, title, aside, children }: Props) {
  const t = useT();
  const project = useQuery(read('getProject', { params: { projectId } }));
  usePageTitle(project.data === undefined ? title : `${title} · ${project.data.name}`);
  return (
    <>
      <div className={styles['projectHead']}>
        <div className={styles['crumbs']}>
          <Link href={paths.projects()}>{t('console.projects')}</Link>
          <span aria-hidden="true">/</span>
          <Link href={paths.project(projectId)} className={styles['projectName']}>
            <bdi dir="auto">{project.data?.name ?? t('console.project')}</bdi>
          </Link>
          {project.data === undefined ? null : <StateBadge state={project.data.state} />}
          {project.data?.isDemo === true ? <Badge>{t('console.demo')}</Badge> : null}
        </div>
        <ProjectTabs projectId={projectId} />
      </div>
      <div className={styles['titleRow']}>
        <h1>{title}</h1>
        {aside}
      </div>
      {project.error === null ? (
        children
      ) : (
        <ProblemState error={project.error} onRetry={() => void project.refetch()} />
      )}
    </>
  );
}

function ProjectTabs({ projectId }: { projectId: string }) {
  const t = useT();
  const me = useMe();
  const [location] = useLocation();
  const shown = places.filter((place) => may(me, projectId, place.needs));
  const here = shown.findIndex((place) => isHere(location, place.href(projectId), projectId));
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    const strip = nav.current;
    if (strip === null) return undefined;
    // On a narrow screen the page's own tab may stand outside of the strip: at first, and when widths change. The page itself stays.
    const show = () => bringToMiddle(strip, strip.children[here]);
    show();
    const watch = new ResizeObserver(show);
    for (const seen of [strip, ...strip.children]) watch.observe(seen);
    return () => watch.disconnect();
  }, [here]);
  return (
    <nav ref={nav} className={styles['subnav']} aria-label={t('console.project_pages')}>
      {shown.map((place, at) => {
        const href = place.href(projectId);
        return (
          <Link
            key={href}
            href={href}
            aria-current={at === here ? 'page' : undefined}
            onFocus={({ currentTarget }) => {
              // Of the keyboard: browsers leave what is half in sight as it is. Nothing moves under a finger or a mouse.
              if (currentTarget.matches(':focus-visible')) bringToMiddle(nav.current, currentTarget);
            }}
          >
            {t(place.label)}
          </Link>
        );
      })}
    </nav>
  );
}

function bringToMiddle(strip: Element | null, tab: Element | undefined): void {
  if (strip !== null && tab !== undefined) strip.scrollLeft += middleOf(tab) - middleOf(strip);
}

function middleOf(element: Element): number {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}

function isHere(location: string, href: string, projectId: string): boolean {
  if (location === href) return true;
  if (href === paths.datasets(projectId) && location.startsWith(`${paths.project(projectId)}/versions/`))
    return true;
  return href !== paths.project(projectId) && location.startsWith(`${href}/`);
}
