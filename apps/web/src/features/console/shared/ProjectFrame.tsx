import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { tell } from '../../../shell/keys/keys-here.ts';
import { useMe } from '../../../shell/use-me.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { may } from '../access.ts';
import styles from './console.module.css';
import { projectPlaces } from './project-places.ts';
import { StateBadge } from './StateBadge.tsx';

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
  const shown = projectPlaces.filter((place) => may(me, projectId, place.needs));
  const here = shown.findIndex((place) => isHere(location, place.href(projectId), projectId));
  const nav = useRef<HTMLElement>(null);
  useEffect(
    () =>
      tell({
        places: projectPlaces
          .filter((place) => may(me, projectId, place.needs))
          .map(({ letter, label, href }) => ({ letter, label, href: href(projectId) })),
      }),
    [me, projectId],
  );
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
