// The lock file says exactly what is installed, from the registry and unchanged, and nothing of it runs at the installation.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { at, readJson, workspacePackages } from '../lib/workspace.mjs';

const lock = parse(readFileSync(at('pnpm-lock.yaml'), 'utf8'));
const workspace = parse(readFileSync(at('pnpm-workspace.yaml'), 'utf8'));

it('gives a checksum for every package, and takes none from an address or a repository', () => {
  const packages = Object.entries(lock.packages);
  expect(packages.length).toBeGreaterThan(300);
  for (const [name, { resolution }] of packages) {
    expect(resolution.integrity, name).toMatch(/^sha512-[\w+/]{86}==$/);
    expect(Object.keys(resolution), name).toEqual(['integrity']);
  }
});

it('lets no package run a script when it is installed', () => {
  expect(Object.values(workspace.allowBuilds).every((allowed) => allowed === false)).toBe(true);
  expect(workspace).not.toHaveProperty('dangerouslyAllowAllBuilds');
});

it('pins every dependency to one version, in one place', () => {
  for (const [name, version] of Object.entries(workspace.catalog))
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  for (const folder of ['.', ...workspacePackages()]) {
    const {
      dependencies = {},
      devDependencies = {},
      optionalDependencies = {},
    } = readJson(at(folder, 'package.json'));
    for (const [name, wanted] of Object.entries({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    }))
      expect(['catalog:', 'workspace:*'], `${folder} ${name}`).toContain(wanted);
  }
});
