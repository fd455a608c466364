import { useT } from '../i18n/use-i18n.ts';
import { Button } from './Button.tsx';

export interface LoadMoreProps {
  /** Says what is paged, for screen readers. */
  label: string;
  shown: number;
  /** What `useInfiniteQuery` gives for the list. */
  list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): unknown;
  };
}

/** The foot of a keyset list: there is no page number to jump to, only more. */
export function LoadMore({ label, shown, list }: LoadMoreProps) {
  const t = useT();
  return (
    <nav className="row" aria-label={label}>
      <span className="muted tabular">{t('ui.shown', { count: shown })}</span>
      {list.hasNextPage ? (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('ui.load_more')}
        </Button>
      ) : null}
    </nav>
  );
}
