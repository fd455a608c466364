import type { RefObject } from 'react';
import { PageKeys } from '../shared/PageKeys.tsx';

/** The keys of the log: from entry to entry, and to the filters. */
export function AuditKeys({ place }: { place: RefObject<HTMLElement | null> }) {
  return (
    <PageKeys
      keys={[
        {
          id: 'audit-next',
          chords: ['j'],
          label: 'console-audit.key_next',
          run: () => goTo(place.current, 1),
        },
        {
          id: 'audit-previous',
          chords: ['k'],
          label: 'console-audit.key_previous',
          run: () => goTo(place.current, -1),
        },
        {
          id: 'audit-filter',
          chords: ['/'],
          label: 'console-audit.key_filter',
          run: () => place.current?.querySelector('select')?.focus(),
        },
      ]}
    />
  );
}

/** From the entry that has the focus to its neighbour; from none to the first. */
function goTo(place: HTMLElement | null, step: 1 | -1): void {
  const rows = [...(place?.querySelectorAll('tbody tr') ?? [])].filter(
    (row) => row.querySelector('button') !== null,
  );
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at === -1 ? 0 : at + step];
  next?.querySelector('button')?.focus();
}
