import { Link } from 'wouter';
import { useT } from '../i18n/use-i18n.ts';
import { paths } from '../paths.ts';
import { buttonClass } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { usePageTitle } from './use-page-title.ts';

export function NotFoundPage() {
  const t = useT();
  usePageTitle(t('shell.not_found'));
  return (
    <EmptyState
      level={1}
      title={t('shell.not_found')}
      action={
        <Link href={paths.home()} className={buttonClass('primary')}>
          {t('shell.go_home')}
        </Link>
      }
    >
      {t('shell.not_found_why')}
    </EmptyState>
  );
}
