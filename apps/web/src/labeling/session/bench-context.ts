import { createContext, use } from 'react';
import type { ShortcutRegistry } from '../shortcuts/registry.ts';
import type { Controller } from './controller.ts';

/** What parts deep inside the bench need that come by themselves when a question asks for them. */
export interface Bench {
  readonly controller: Controller;
  readonly registry: ShortcutRegistry;
}

export const BenchContext = createContext<Bench | null>(null);

/** The bench around this part. Throws outside of one. */
export function useBench(): Bench {
  const bench = use(BenchContext);
  if (bench === null) throw new Error('This part stands in the workbench only.');
  return bench;
}
