import path from 'node:path';
import { build } from 'vite';
import type { Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk & {
  viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> };
};

/** Files without a hash that belong to the program. */
const fixed = ['/index.html', '/boot.js', '/icon.svg'];

/** Parts that only those who run projects use: they need the server anyway. */
const needsServer = /\/features\/console\/|\/locales\/[^/]+\/console[\w-]*\.json|SetupPage/;

/** Writes `/sw.js` beside the built pages, with the list of what an annotator may need without the network. */
export function serviceWorker(): Plugin {
  let outDir = '';
  let root = '';
  return {
    name: 'pairwright-service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      outDir = path.resolve(config.root, config.build.outDir);
    },
    async writeBundle(_options, bundle) {
      const shellFiles = shellOf(bundle);
      await build({
        configFile: false,
        root,
        logLevel: 'warn',
        define: { shellFiles: JSON.stringify(shellFiles) },
        publicDir: false,
        build: {
          outDir,
          emptyOutDir: false,
          rollupOptions: {
            input: path.join(root, 'src/pwa/service-worker.ts'),
            output: { entryFileNames: 'sw.js', format: 'iife' },
          },
        },
      });
    },
  };
}

/** The entry and all that pages for annotators can load from there, by whatever import. */
function shellOf(bundle: Bundle): { entry: string; files: string[] } {
  const chunks = new Map<string, Chunk>();
  for (const output of Object.values(bundle))
    if (output.type === 'chunk') chunks.set(output.fileName, output);
  const entry = [...chunks.values()].find((chunk) => chunk.isEntry);
  if (entry === undefined) throw new Error('The build has no entry.');
  const files = new Set<string>();
  const visit = (name: string): void => {
    const chunk = chunks.get(name);
    if (chunk === undefined || files.has(name) || needsServer.test(chunk.facadeModuleId ?? '')) return;
    files.add(name);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
    for (const asset of chunk.viteMetadata?.importedAssets ?? []) files.add(asset);
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) visit(next);
  };
  visit(entry.fileName);
  // Fonts that styles ask for; browsers that can do this take the newest format.
  for (const name of Object.keys(bundle)) if (name.endsWith('.woff2')) files.add(name);
  const wanted = [...files].filter((name) => !/\.(woff|ttf)$/.test(name)).sort();
  return { entry: `/${entry.fileName}`, files: [...fixed, ...wanted.map((name) => `/${name}`)] };
}
