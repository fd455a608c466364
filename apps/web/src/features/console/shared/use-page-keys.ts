import { useEffect, useRef, useState } from 'react';
import type { MessageKey } from '../../../i18n/keys.ts';
import { preferences } from '../../../labeling/desk/preferences.ts';
import type { Chord } from '../../../labeling/shortcuts/chord.ts';
import { listenForShortcuts } from '../../../labeling/shortcuts/listen.ts';
import { ShortcutRegistry } from '../../../labeling/shortcuts/registry.ts';
import { tell } from '../../../shell/keys/keys-here.ts';

/** A key of a page of the console; its name is what the list of keys says. */
export interface PageKey {
  readonly id: string;
  readonly chords: readonly Chord[];
  readonly label: MessageKey;
  /** Left out: what has the focus hears it by itself, and it is only told. */
  readonly run?: () => void;
}

/**
 * Hears the keys of a page while it is on screen, and tells them to the list of keys. Which keys there are stays the same; what they do is always the newest.
 * Who has switched single keys off has them off here too.
 */
export function usePageKeys(keys: readonly PageKey[]): void {
  const [registry] = useState(() => new ShortcutRegistry());
  const latest = useRef(keys);
  const first = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(
    () =>
      registry.register(
        first.current
          .filter(({ run }) => run !== undefined)
          .map(({ id, chords, label }) => ({
            id,
            chords,
            label,
            scope: 'screen',
            fixed: true,
            run: () => latest.current.find((key) => key.id === id)?.run?.(),
          })),
      ),
    [registry],
  );
  useEffect(() => tell({ keys: first.current }), []);
  useEffect(
    () => listenForShortcuts(registry, { singleKeys: () => preferences().singleKeys, late: null }),
    [registry],
  );
}
