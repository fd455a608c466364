import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { read } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { Badge } from '../../ui/Badge.tsx';
import styles from './work.module.css';

/** The pages of a person's own work. */
export function WorkNav() {
  const t = useT();
  const [location] = useLocation();
  const feedback = useQuery(read('listMyFeedback', { query: { limit: 1 } }));
  const unread = feedback.data?.unread ?? 0;
  const items = [
    { href: paths.work(), label: t('work-life.nav_projects'), note: null },
    {
      href: paths.myFeedback(),
      label: t('work-life.nav_feedback'),
      note: unread === 0 ? null : t('work-life.unread', { count: unread }),
    },
    { href: paths.myTime(), label: t('work-life.nav_time'), note: null },
    { href: paths.workPreferences(), label: t('work-life.nav_preferences'), note: null },
  ];
  return (
    <nav className={styles['nav']} aria-label={t('work-life.nav')}>
      {items.map(({ href, label, note }) => (
        <Link key={href} href={href} aria-current={location === href ? 'page' : undefined}>
          {label}
          {note === null ? null : <Badge tone="accent">{note}</Badge>}
        </Link>
      ))}
    </nav>
  );
}
