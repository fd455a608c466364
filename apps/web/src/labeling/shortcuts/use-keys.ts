import { use, useSyncExternalStore } from 'react';
import { BenchContext } from '../session/bench-context.ts';
import { chordAria, chordText } from './chord.ts';
import type { Chord } from './chord.ts';

/** The keys of a shortcut as they are said to people. */
export interface SaidKeys {
  /** For a badge: the first of them. */
  badge: string;
  /** For `aria-keyshortcuts`: all of them. */
  aria: string;
}

/**
 * The keys a shortcut has now, the person's own where they hold, so that a badge never names a key that does something
 * else. Outside the workbench, or before the shortcut is there, the usual ones.
 */
export function useKeys(id: string, usual: readonly Chord[]): SaidKeys {
  const registry = use(BenchContext)?.registry;
  // As one text: only another key draws the part anew, not another list.
  const chords = useSyncExternalStore(registry?.subscribe ?? nothing, () =>
    (registry?.list().find((shortcut) => shortcut.id === id)?.chords ?? usual).join('\n'),
  ).split('\n');
  return { badge: chordText(chords[0] ?? ''), aria: chords.map(chordAria).join(' ') };
}

/** What to print for any shortcut: its first key as it is now, else the usual one. */
export function useBadges(): (id: string, usual: Chord) => string {
  const registry = use(BenchContext)?.registry;
  const list = useSyncExternalStore(registry?.subscribe ?? nothing, () => registry?.list());
  return (id, usual) => chordText(list?.find((shortcut) => shortcut.id === id)?.chords[0] ?? usual);
}

const nothing = () => () => {};
