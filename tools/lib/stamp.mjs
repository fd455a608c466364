import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { at } from './workspace.mjs';

const skipped = new Set(['node_modules', 'dist', '.data', 'coverage']);
const isTest = (name) => /\.(?:test|e2e)\.(?:ts|tsx|mjs)$/.test(name);

function* filesUnder(place) {
  if (!existsSync(place)) return;
  if (!statSync(place).isDirectory()) {
    yield place;
    return;
  }
  for (const entry of readdirSync(place, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (skipped.has(entry.name) || isTest(entry.name)) continue;
    yield* filesUnder(path.join(place, entry.name));
  }
}

/** One hash over names and contents of everything a build is made from. Places are relative to the root. */
export function contentStamp(places) {
  const hash = createHash('sha256');
  for (const place of places) {
    for (const file of filesUnder(at(place))) {
      hash.update(path.relative(at(), file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export function writeStamp(file, stamp) {
  writeFileSync(file, stamp);
}
