import type { RefObject } from 'react';
import { PageKeys } from '../shared/PageKeys.tsx';

/** J and K go down and up the rows, Enter opens one as it does any link, / goes to the search. */
export function ListKeys({ inside }: { inside: RefObject<HTMLElement | null> }) {
  const links = (): HTMLElement[] => [...(inside.current?.querySelectorAll<HTMLElement>('tbody th a') ?? [])];
  const go = (by: 1 | -1): void => {
    const all = links();
    const at = all.findIndex((link) => link.closest('tr')?.contains(document.activeElement) === true);
    all[at === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]?.focus();
  };
  return (
    <PageKeys
      keys={[
        { id: 'list-next', chords: ['j'], label: 'console-projects.key_next', run: () => go(1) },
        { id: 'list-previous', chords: ['k'], label: 'console-projects.key_previous', run: () => go(-1) },
        { id: 'list-open', chords: ['Enter'], label: 'console-projects.key_open' },
        {
          id: 'list-search',
          chords: ['/'],
          label: 'console-projects.key_search',
          run: () => inside.current?.querySelector<HTMLElement>('input[type=search]')?.focus(),
        },
      ]}
    />
  );
}
