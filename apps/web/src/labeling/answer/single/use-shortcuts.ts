import { useEffect, useRef } from 'react';
import { useBench } from '../../session/bench-context.ts';
import type { Shortcut } from '../../shortcuts/registry.ts';

/** Registers keys while the part is on the screen; they always run the newest commands. */
export function useShortcuts<Commands>(
  commands: Commands,
  keys: (latest: () => Commands | null) => Shortcut[],
): void {
  const { registry } = useBench();
  const latest = useRef<Commands | null>(null);
  const first = useRef(keys);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => registry.register(first.current(() => latest.current)), [registry]);
}
