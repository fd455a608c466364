import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at } from './workspace.mjs';

const page = readFileSync(at('docs/operations.md'), 'utf8');
const alerts = [...readFileSync(at('deploy/prometheus/alerts.yml'), 'utf8').matchAll(/- alert: (\w+)/g)].map(
  ([, name]) => name,
);

test('every alert has a runbook with what to do, and every runbook an alert', () => {
  expect(alerts.length).toBeGreaterThan(10);
  const runbooks = page.split('## Runbooks')[1].split(/\n## /)[0];
  const sections = new Map(
    runbooks
      .split('\n### ')
      .slice(1)
      .map((section) => [section.split('\n')[0], section]),
  );
  expect([...sections.keys()].toSorted()).toEqual(alerts.toSorted());
  for (const [name, section] of sections) expect(section.length, name).toBeGreaterThan(150);
});

test('every variable of the configuration is told', async () => {
  const { readConfig } = await import('../../packages/runtime/src/env.ts');
  const asked = new Set();
  readConfig(new Proxy({}, { get: (_target, name) => void asked.add(String(name)) }));
  const people = readFileSync(at('docs/people.md'), 'utf8');
  const untold = [...asked].filter((name) => !page.includes(name) && !people.includes(name));
  expect(untold).toEqual([]);
});
