import type { RefObject } from 'react';
import { PageKeys } from '../../shared/PageKeys.tsx';
import type { PageKey } from '../../shared/use-page-keys.ts';

interface Props {
  /** Where the rows are; each is named by a link. */
  inside: RefObject<HTMLElement | null>;
  /** Who the row is about; null for who may only look. */
  onMessage: ((row: number) => void) | null;
  onPause: ((row: number) => void) | null;
}

/** J and K go down and up the rows, Enter opens one, as it does any link; M and Z act on the one with the focus. */
export function RosterKeys({ inside, onMessage, onPause }: Props) {
  const links = (): HTMLElement[] => [...(inside.current?.querySelectorAll<HTMLElement>('tbody th a') ?? [])];
  // A button of the row has the focus after it was pressed: it is the same row.
  const at = (): number =>
    links().findIndex((link) => link.closest('tr')?.contains(document.activeElement) === true);
  const go = (by: 1 | -1): void => {
    const all = links();
    const next = at() === -1 ? 0 : Math.min(all.length - 1, Math.max(0, at() + by));
    all[next]?.focus();
  };
  const act = (what: (row: number) => void) => (): void => {
    if (at() !== -1) what(at());
  };
  const keys: PageKey[] = [
    { id: 'next-annotator', chords: ['j'], label: 'console-annotators.key_next', run: () => go(1) },
    { id: 'previous-annotator', chords: ['k'], label: 'console-annotators.key_previous', run: () => go(-1) },
    { id: 'open-annotator', chords: ['Enter'], label: 'console-annotators.key_open' },
  ];
  if (onMessage !== null)
    keys.push({
      id: 'message-annotator',
      chords: ['m'],
      label: 'console-annotators.key_message',
      run: act(onMessage),
    });
  if (onPause !== null)
    keys.push({
      id: 'pause-annotator',
      chords: ['z'],
      label: 'console-annotators.key_pause',
      run: act(onPause),
    });
  return <PageKeys keys={keys} />;
}
