import { matchesChord } from '../../shortcuts/chord.ts';
import type { Shortcut, ShortcutEvent } from '../../shortcuts/registry.ts';
import { placeLetter } from '../place-letter.ts';
import type { RankQuestion } from './ranking.ts';

/** What keys can ask of a ranking. */
export interface RankCommands {
  letter: (place: number) => void;
  sign: (sign: 'tie' | 'tray') => void;
  /** Of the answer that has the focus. */
  rank: (rank: number) => void;
  step: (to: 'up' | 'down' | 'none') => void;
  cannot: () => void;
}

/** The keys of a ranking. There is no timer: what a key means depends on what was pressed, not on when. */
export function rankShortcuts(
  main: RankQuestion,
  responses: number,
  commands: () => RankCommands | null,
): Shortcut[] {
  const places = Array.from({ length: responses }, (_, place) => place);
  const letters = places.map((place) => placeLetter(place).toLowerCase());
  const digits = places.map((place) => String(place + 1));
  const which = (chords: readonly string[], event: ShortcutEvent): number =>
    chords.findIndex((chord) => matchesChord(chord, event));
  const key = (id: string, chords: readonly string[], run: Shortcut['run']): Shortcut => ({
    id: `rank-${id}`,
    scope: 'screen',
    chords,
    label: `labeling-rank.key_${id}` as Shortcut['label'],
    run,
  });
  return [
    { ...key('letter', letters, (event) => commands()?.letter(which(letters, event))), fixed: true },
    ...(main.allowTies ? [key('tie', ['='], () => commands()?.sign('tie'))] : []),
    ...(main.allowUnacceptable ? [key('tray', ['0'], () => commands()?.sign('tray'))] : []),
    { ...key('rank', digits, (event) => commands()?.rank(which(digits, event) + 1)), fixed: true },
    { ...key('up', ['Alt+ArrowUp'], () => commands()?.step('up')), hearsRepeat: true, always: true },
    { ...key('down', ['Alt+ArrowDown'], () => commands()?.step('down')), hearsRepeat: true, always: true },
    key('out', ['Delete', 'Backspace'], () => commands()?.step('none')),
    ...(main.allowCannotJudge ? [key('cannot', ['Shift+n'], () => commands()?.cannot())] : []),
  ];
}
