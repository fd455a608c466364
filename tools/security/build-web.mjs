// node tools/security/build-web.mjs ROOT OUT: builds pages as `vite build` does, into another folder, and writes the names of all
// modules that are in them to OUT/modules.json.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const [root, outDir] = process.argv.slice(2);
const modules = new Set();
const collect = () => ({
  name: 'collect-modules',
  generateBundle(_options, bundle) {
    for (const { moduleIds = [] } of Object.values(bundle)) for (const id of moduleIds) modules.add(id);
  },
});

await build({
  root,
  configFile: path.join(root, 'vite.config.ts'),
  logLevel: 'error',
  plugins: [collect()],
  worker: { plugins: () => [collect()] },
  build: { outDir, emptyOutDir: true },
});
writeFileSync(path.join(outDir, 'modules.json'), JSON.stringify([...modules].sort()));
