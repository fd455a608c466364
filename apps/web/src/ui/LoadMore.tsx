import { useT } from '../i18n/use-i18n.ts';
import { Button } from './Button.tsx';

export interface LoadMoreProps {
  /** Says what is paged, for screen readers. */
  label: string;
  shown: number;
  hasMore: boolean;
  busy: boolean;
  onMore: () => void;
}

/** The foot of a keyset list: there is no page number to jump to, only more. */
export function LoadMore({ label, shown, hasMore, busy, onMore }: LoadMoreProps) {
  const t = useT();
  return (
    <nav className="row" aria-label={label}>
      <span className="muted tabular">{t('ui.shown', { count: shown })}</span>
      {hasMore ? (
        <Button busy={busy} onClick={onMore}>
          {t('ui.load_more')}
        </Button>
      ) : null}
    </nav>
  );
}
