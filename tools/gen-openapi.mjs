#!/usr/bin/env node
// Writes docs/openapi.json, the API as OpenAPI 3.1, from the contract.
//   node tools/gen-openapi.mjs [--check]
// --check writes nothing and fails when the committed file differs.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = path.join(root, 'docs/openapi.json');
const { values: args } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const { module } = await runnerImport(path.join(root, 'apps/api/src/openapi/document.ts'), {
  root,
  logLevel: 'error',
});
const text = `${JSON.stringify(module.openApiDocument(version), null, 1)}\n`;

if (!args.check) {
  await writeFile(target, text);
  console.log(`Wrote ${path.relative(root, target)}`);
} else if ((await readFile(target, 'utf8').catch(() => '')).replaceAll('\r\n', '\n') !== text) {
  console.error('docs/openapi.json does not fit the contract. Run: node tools/gen-openapi.mjs');
  process.exitCode = 1;
}
