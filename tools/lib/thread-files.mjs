// A thread has a file of its own: `new Worker(new URL('./x.thread.ts', import.meta.url))` in the sources becomes a second
// program beside the bundle, so that starting the thread does not start the main program.
import path from 'node:path';

const THREAD = /new URL\('\.\/([\w-]+\.thread)\.ts', import\.meta\.url\)/g;

/** A Vite plugin for bundles of Node programs. `ending` is that of their files: `.js` or `.mjs`. */
export const threadFiles = (ending) => ({
  name: 'thread-files',
  enforce: 'pre',
  transform(code, id) {
    if (!code.includes('.thread.ts')) return null;
    const found = new Set();
    const replaced = code.replaceAll(THREAD, (_whole, name) => {
      found.add(name);
      return `new URL('./${name}${ending}', import.meta.url)`;
    });
    for (const name of found)
      this.emitFile({
        type: 'chunk',
        id: path.join(path.dirname(id), `${name}.ts`),
        fileName: `${name}${ending}`,
      });
    return { code: replaced, map: null };
  },
});
