// What the product is made of, as pnpm reads it from the lock file and the installed packages: a CycloneDX document.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at, readJson, run, ToolError } from './workspace.mjs';

/** What runs where the product is installed, and what is built into it; tests and benchmarks are not. */
const shipped = ['api', 'worker', 'migrate', 'operate', 'local', 'cli', 'web'];

/** The CycloneDX 1.6 document of all packages that are shipped, our own left out. Throws a ToolError. */
export async function readSbom() {
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-sbom-'));
  try {
    const file = path.join(folder, 'sbom.json');
    const filters = shipped.flatMap((name) => ['--filter', `@pairwright/${name}`]);
    const options = [
      '--sbom-format',
      'cyclonedx',
      '--sbom-spec-version',
      '1.6',
      '--sbom-type',
      'application',
    ];
    const pnpm = readJson(at('package.json')).packageManager;
    const { code, output } = await run('npx', [
      '--yes',
      pnpm,
      ...filters,
      'sbom',
      ...options,
      '--prod',
      '--out',
      file,
    ]);
    if (code !== 0) throw new ToolError(`pnpm could not list the packages:\n${output}`);
    return withoutOurs(JSON.parse(await readFile(file, 'utf8')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isOurs = ({ purl = '' }) =>
  purl.startsWith('pkg:npm/%40pairwright/') || purl.startsWith('pkg:npm/@pairwright/');

function withoutOurs(document) {
  return { ...document, components: document.components.filter((component) => !isOurs(component)) };
}

/** SPDX expression of a component's licence; undefined when it has none. */
export function licenceOf({ licenses = [] }) {
  const names = licenses.map(({ expression, license }) => expression ?? license?.id ?? license?.name);
  return names.length === 0 ? undefined : names.join(' AND ');
}

/** `@scope/name` of a component. */
export function nameOf({ group, name }) {
  return group === undefined || group === '' ? name : `${group}/${name}`;
}
