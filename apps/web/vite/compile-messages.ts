import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

const catalogue = /\/locales\/[^/]+\/([^/]+)\.json$/;

/**
 * Compiles the ICU messages of `locales/<locale>/<feature>.json` at build time, so that the browser
 * needs no parser, and puts the feature's name before every key.
 */
export function compileMessages(): Plugin {
  return {
    name: 'pairwright-compile-messages',
    enforce: 'pre',
    transform(code, id) {
      const feature = catalogue.exec(id.split('?')[0] ?? '')?.[1];
      if (feature === undefined || id.includes('?raw')) return null;
      const messages = JSON.parse(code) as Record<string, string>;
      const compiled = Object.entries(messages).map(([key, text]) => [
        `${feature}.${key}`,
        compileMessageOrThrow(text),
      ]);
      // Still JSON: Vite's own JSON plugin turns it into a module.
      return { code: JSON.stringify(Object.fromEntries(compiled)), map: null };
    },
  };
}
