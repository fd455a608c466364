#!/usr/bin/env node
// node tools/gen-third-party.mjs [--check]: the packages that are shipped with their licences, into docs/third-party.md. Refuses
// a licence that nobody has looked at.
import { readFile, writeFile } from 'node:fs/promises';
import { licenceOf, nameOf, readSbom } from './lib/sbom.mjs';
import { at, reportFailure, ToolError } from './lib/workspace.mjs';

/** Licences that ask for their text and no more, weighed once. */
const permitted = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'OFL-1.1',
  '(MIT AND Zlib)',
]);
/** Binaries of one system: the package that chooses among them is listed, and this page is the same everywhere. */
const ofOneSystem = /[-/](linux|darwin|win32|windows|freebsd|android|openharmony)[-\w]*$/;
const file = at('docs/third-party.md');

function pageOf(components) {
  const rows = components
    .filter((component) => !ofOneSystem.test(nameOf(component)))
    .map((component) => ({
      name: nameOf(component),
      version: component.version,
      licence: licenceOf(component),
    }))
    .sort((one, other) =>
      one.name === other.name ? (one.version < other.version ? -1 : 1) : one.name < other.name ? -1 : 1,
    );
  const wrong = rows.filter(({ licence }) => licence === undefined || !permitted.has(licence));
  if (wrong.length > 0) {
    const list = wrong.map(
      ({ name, version, licence }) => `  ${name} ${version}: ${licence ?? 'none is given'}`,
    );
    throw new ToolError(
      `These packages have a licence that is not permitted in tools/gen-third-party.mjs:\n${list.join('\n')}`,
    );
  }
  const lines = rows.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  const data =
    'The table of characters that look alike (`packages/domain/src/names/confusables.ts`) is a part of confusables.txt of Unicode 13.0, copyright © 1991-2020 Unicode, Inc., under the Unicode License Agreement for data files and software (Unicode-DFS-2016).';
  return `# Third-party packages\n\nWhat is shipped beside our own code, and under which licence. Written by \`node tools/gen-third-party.mjs\`.\n\n| package | version | licence |\n|---|---|---|\n${lines.join('\n')}\n\n## Data\n\n${data}\n`;
}

try {
  const page = pageOf((await readSbom()).components);
  if (process.argv.includes('--check')) {
    if ((await readFile(file, 'utf8').catch(() => '')) !== page)
      throw new ToolError('docs/third-party.md is not in step: run node tools/gen-third-party.mjs');
  } else await writeFile(file, page);
} catch (error) {
  reportFailure(error);
}
