// Every regular expression of ours, by an engine that knows how long each may take.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkSync } from 'recheck';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { root } from '../lib/workspace.mjs';

process.env.RECHECK_SYNC_BACKEND = 'pure';

/** Expressions that meet only text of ours, short text or text that is bounded before; each with the reason. */
const accepted = new Map([
  [String.raw`/[/\\]assets[/\\][^/\\]+-[\w-]{8,}\.\w+(\.(br|gz))?$/`, 'names of the files that were built'],
  [String.raw`/\/session(?:\/[\w/-]*)?$/`, 'addresses that the page itself asks for'],
  [
    String.raw`/(\.(jsonl|ndjson|json|csv|tsv|tab|parquet|gz|zst|zip))+$/i`,
    'the name of a file on this device',
  ],
  [String.raw`/^[^a-z]+|_+$/g`, 'a label that is typed into a form on this device'],
  [String.raw`/_+$/`, 'a label that is typed into a form on this device'],
  [String.raw`/\/+$/`, 'an address that is typed into a command on this device'],
  [String.raw`/0+$/`, 'six digits'],
  [String.raw`/\bVersion\/.*\bSafari\//`, 'a header, which has 16 kB at most'],
  [String.raw`/^(.+?)\1+$/u`, 'a password, which has 128 characters at most'],
  [String.raw`/^[^\p{L}]+|[^\p{L}]+$/gu`, 'a password, which has 128 characters at most'],
  [String.raw`/-+$/`, 'a name, which has 120 characters at most'],
  [String.raw`/\.+$/`, 'an address, which has 8,000 characters at most'],
  [String.raw`/^[^\r\n]+@[^\r\n]+$/`, 'a variable of the operator'],
  [
    String.raw`/(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])/gu`,
    'each of its parts is bounded: so is what it does at one place of a text',
  ],
]);

function sources(folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${folder}/${entry.name}`;
    if (entry.isDirectory())
      return ['node_modules', 'dist', 'fixtures'].includes(entry.name) ? [] : sources(inside);
    const isOurs = /\.(ts|tsx)$/.test(entry.name) && !/\.(test|fixture)\.tsx?$/.test(entry.name);
    return isOurs ? [inside] : [];
  });
}

function regexesOf(file) {
  const text = readFileSync(path.join(root, file), 'utf8');
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  const found = [];
  const visit = (node) => {
    if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const places = new Map();
for (const group of ['apps', 'packages'])
  for (const file of sources(group))
    for (const regex of regexesOf(file)) places.set(regex, [...(places.get(regex) ?? []), file]);

/** Without an open repetition there is nothing to go wrong. */
const repeating = [...places].filter(([regex]) => /[*+]|\{\d+,/.test(regex));

it('finds the expressions of all programs', () => {
  expect(repeating.length).toBeGreaterThan(100);
  for (const regex of accepted.keys()) expect([...places.keys()]).toContain(regex);
});

it.each(repeating)('%s takes a time that its text bounds', (regex, files) => {
  if (accepted.has(regex)) return;
  const end = regex.lastIndexOf('/');
  const result = checkSync(regex.slice(1, end), regex.slice(end + 1).replace('v', 'u'), { timeout: 2_000 });
  const found = `${files.join(', ')}: ${result.status} ${result.complexity?.summary ?? ''} ${result.attack?.pattern ?? ''}`;
  expect(result.status, found).not.toBe('vulnerable');
});
