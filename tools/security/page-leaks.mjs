import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What no file that browsers get may hold, whatever the environment was. */
const patterns = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'an access key': /\bAKIA[0-9A-Z]{16}\b/,
  'a token': /\bpwt_[\w-]{20,}/,
  'an address with a password': /\b(?:postgres(?:ql)?|rediss?|smtps?|https?):\/\/[^\s/"'`@:]+:[^\s/"'`@]+@/,
  'a source map': /[#@] sourceMappingURL=/,
};

/** Of the packages, pages may have these and no others. */
const forPages = /\/(?:packages\/(?:contract|domain|formats|stats)|apps\/web)\//;

/**
 * What the built pages in a folder tell that they must not, one line each: `planted` are values of the environment by name,
 * `root` is the folder of the sources, `modules` are the names of the modules that were built in.
 */
export function pageLeaks({ folder, modules, planted, root }) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'modules.json')
    .map((entry) => path.join(entry.parentPath, entry.name));
  return [
    ...files.flatMap((file) =>
      leaksOf(file, { planted, root }).map((what) => `${path.relative(folder, file)}: ${what}`),
    ),
    ...modules.flatMap((id) => misplaced(id.replaceAll('\\', '/'), root.replaceAll('\\', '/'))),
  ];
}

function leaksOf(file, { planted, root }) {
  const text = readFileSync(file, 'latin1');
  const texts = { ...planted, 'the folder of the sources': root };
  return [
    ...(file.endsWith('.map') ? ['a source map'] : []),
    ...Object.keys(texts).filter((name) => text.includes(texts[name])),
    ...Object.keys(patterns).filter((name) => patterns[name].test(text)),
  ];
}

function misplaced(id, root) {
  if (/^(?:\0)?(?:node:|__vite-browser-external)/.test(id)) return [`${id}: a module of Node`];
  const isOurs = id.startsWith(`${root}/`) && !id.includes('/node_modules/');
  return isOurs && !forPages.test(id) ? [`${id.slice(root.length + 1)}: source of the server`] : [];
}
