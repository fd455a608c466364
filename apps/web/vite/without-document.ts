import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

/** In browsers it asks the page what `&name;` means; where there is no page, it brings the list of names. */
const entities = 'decode-named-character-reference';

/** For workers: takes what does not need a page, as Node does. */
export function withoutDocument(): Plugin {
  return {
    name: 'pairwright-without-document',
    enforce: 'pre',
    resolveId(source, importer) {
      return source === entities && importer !== undefined ? createRequire(importer).resolve(source) : null;
    },
  };
}
