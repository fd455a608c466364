import path from 'node:path';
import type { Plugin } from 'vite';

const ours = path.resolve(import.meta.dirname, '../src/ui/markdown/named-character.ts');

/** For pages, which accept no markup but by their own policy; workers have `withoutDocument`. */
export function trustedCharacters(): Plugin {
  return {
    name: 'pairwright-trusted-characters',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^decode-named-character-reference$/ },
      handler: () => ours,
    },
  };
}
