import { useEffect, useRef } from 'react';
import { useBench } from '../session/bench-context.ts';
import type { Shortcut } from '../shortcuts/registry.ts';

/** Registers a key of the screen while the part is there; what it does may change meanwhile. */
export function usePartShortcut(
  id: string,
  chord: string,
  { label, run }: Pick<Shortcut, 'label' | 'run'>,
): void {
  const { registry } = useBench();
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(
    () =>
      registry.register([
        { id, scope: 'screen', chords: [chord], label, run: (event) => latest.current(event) },
      ]),
    [registry, id, chord, label],
  );
}
