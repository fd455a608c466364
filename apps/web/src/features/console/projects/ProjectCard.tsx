import type { Project } from '@pairwright/contract/projects';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { localeNames } from '../../../i18n/locales.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { NameMarks } from '../shared/Name.tsx';
import { StateBadge } from '../shared/StateBadge.tsx';

/** `isTwin`: another project of the list has the same name, or one that looks like it. */
export function ProjectCard({ project, isTwin }: { project: Project; isTwin: boolean }) {
  const t = useT();
  const formats = useFormats();
  const me = useMe();
  const language =
    project.language === 'mixed' ? t('console-projects.language_mixed') : localeNames[project.language];
  return (
    <Card
      title={project.name}
      aside={
        <span className="row">
          <NameMarks text={project.name} isTwin={isTwin} id={project.id} />
          {project.isDemo ? <Badge>{t('console.demo')}</Badge> : null}
          <StateBadge state={project.state} />
        </span>
      }
    >
      {project.description === '' ? null : <p className="muted">{project.description}</p>}
      <Progress project={project} />
      <p className="muted">
        {t('console-projects.card_facts', { language, when: formats.date(project.createdAt) })}
      </p>
      <div className={styles['actions']}>
        <Link
          href={paths.project(project.id)}
          aria-label={t('console-projects.open_named', { project: project.name })}
        >
          {t('console-projects.open')}
        </Link>
        {may(me, project.id, 'import') ? (
          <Link
            href={paths.imports(project.id)}
            aria-label={t('console-projects.import_named', { project: project.name })}
          >
            {t('console.nav_import')}
          </Link>
        ) : null}
        {may(me, project.id, 'export') ? (
          <Link
            href={paths.datasets(project.id)}
            aria-label={t('console-projects.datasets_named', { project: project.name })}
          >
            {t('console.nav_datasets')}
          </Link>
        ) : null}
        {may(me, project.id, 'manage') ? (
          <Link
            href={`${paths.newProject()}?from=${project.id}`}
            aria-label={t('console-projects.copy_named', { project: project.name })}
          >
            {t('console-projects.copy')}
          </Link>
        ) : null}
      </div>
    </Card>
  );
}

/** The counts come with the project alone; the list does not wait for them. */
function Progress({ project }: { project: Project }) {
  const t = useT();
  const detail = useQuery({ ...read('getProject', { params: { projectId: project.id } }), retry: false });
  const counts = detail.data?.counts;
  if (detail.isError) return <p className="muted">{t('console-projects.no_counts')}</p>;
  if (counts === undefined) return <Skeleton lines={2} />;
  if (counts.comparisons === 0) return <p>{t('console-projects.empty_project')}</p>;
  return (
    <ProgressBar
      label={t('console-projects.complete_of', {
        done: counts.completed,
        all: counts.comparisons,
      })}
      value={counts.completed}
      max={counts.comparisons}
      detail={t('console-projects.judgments_count', { count: counts.judgments })}
    />
  );
}
