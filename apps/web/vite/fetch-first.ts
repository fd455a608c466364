import path from 'node:path';
import type { Plugin } from 'vite';

/** Has parts of the built program fetched before they are imported, by `src/preload/preload.ts` in place of Vite's helper. */
export function fetchFirst(): Plugin {
  const helper = path.resolve(import.meta.dirname, '../src/preload/preload.ts');
  return {
    name: 'pairwright-fetch-first',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      handler: () => `export { preload as __vitePreload } from ${JSON.stringify(helper)};`,
    },
  };
}
