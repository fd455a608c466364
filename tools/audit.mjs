#!/usr/bin/env node
// node tools/audit.mjs [--registry URL] [--explained FILE]: known faults of the locked packages, as the registry tells them. Ends with 1 for a finding that
// tools/advisories.json does not explain or whose explanation has run out, with 2 when the registry could not be asked:
// an audit that did not happen is never a clean one.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { at, readJson, reportFailure, run } from './lib/workspace.mjs';

/** `{ "GHSA-…": { "because": "…", "until": "2027-03-01" } }` */
const { values } = parseArgs({ options: { registry: { type: 'string' }, explained: { type: 'string' } } });
const explained = JSON.parse(readFileSync(values.explained ?? at('tools/advisories.json'), 'utf8'));

function findingsOf(output) {
  try {
    const { advisories } = JSON.parse(output.slice(output.indexOf('{')));
    return advisories === undefined ? undefined : Object.values(advisories);
  } catch {
    return undefined;
  }
}

function isExplained({ github_advisory_id: id }, today) {
  const known = explained[id];
  return known !== undefined && known.because.length > 20 && known.until >= today;
}

try {
  const pnpm = readJson(at('package.json')).packageManager;
  const from = values.registry === undefined ? [] : [`--config.registry=${values.registry}`];
  const { output } = await run('npx', ['--yes', pnpm, 'audit', '--json', ...from]);
  const findings = findingsOf(output);
  if (findings === undefined) {
    console.error(
      `The registry could not be asked; nothing is known about the packages:\n${output.trim().slice(0, 500)}`,
    );
    process.exitCode = 2;
  } else {
    const today = new Date().toISOString().slice(0, 10);
    const open = findings.filter((finding) => !isExplained(finding, today));
    for (const { module_name: name, severity, title, github_advisory_id: id } of open)
      console.error(
        `${severity}: ${name}: ${title} (${id}). Take a newer version, or explain it in tools/advisories.json.`,
      );
    console.log(`${findings.length} findings, ${open.length} of them not explained.`);
    if (open.length > 0) process.exitCode = 1;
  }
} catch (error) {
  reportFailure(error);
}
