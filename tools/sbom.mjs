#!/usr/bin/env node
// node tools/sbom.mjs [FILE]: what the product is made of, as CycloneDX 1.6, into sbom.cdx.json or FILE. Not kept in git:
// the lock file is what it is made from.
import { writeFile } from 'node:fs/promises';
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { installIfNeeded, reportFailure } = await import('./lib/workspace.mjs');
const { readSbom } = await import('./lib/sbom.mjs');

const [file = 'sbom.cdx.json'] = process.argv.slice(2);
try {
  await installIfNeeded();
  const document = await readSbom();
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
  console.log(`Wrote ${file}: ${document.components.length} packages.`);
} catch (error) {
  reportFailure(error);
}
