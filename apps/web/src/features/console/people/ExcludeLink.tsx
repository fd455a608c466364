import { Link } from 'wouter';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { buttonClass } from '../../../ui/Button.tsx';

interface Props {
  projectId: string;
  annotator: { id: string; name: string };
}

/** To the form that excludes somebody, with them chosen. */
export function ExcludeLink({ projectId, annotator: { id, name } }: Props) {
  const t = useT();
  return (
    <Link
      href={`${paths.members(projectId)}?exclude=${id}`}
      className={buttonClass('quiet')}
      aria-label={t('console-annotators.exclude_named', { name })}
    >
      {t('console-annotators.exclude')}
    </Link>
  );
}
