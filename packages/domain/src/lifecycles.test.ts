import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { erasureTable } from './erasure-lifecycle.ts';
import { exportTable, exportTransition, versionTable, versionTransition } from './export-lifecycle.ts';
import { flagTable } from './flag.ts';
import { importTable, importTransition } from './import-lifecycle.ts';
import { statesAccepting, tableToMarkdown, type LifeCycleTable } from './lifecycle.ts';

const page = (name: string): string =>
  readFileSync(new URL(`../../../docs/state-machines/${name}.md`, import.meta.url), 'utf8');

/** States that can be reached from the first one. */
function reachable(table: LifeCycleTable<string, string, string>, from: string): Set<string> {
  const seen = new Set([from]);
  for (const state of seen) {
    for (const cell of Object.values(table[state]!)) if ('to' in cell) seen.add(cell.to);
  }
  return seen;
}

describe('imports, exports, dataset versions and requests to be erased', () => {
  it('reach every state from the first', () => {
    expect([...reachable(importTable, 'uploading')].toSorted()).toEqual(Object.keys(importTable).toSorted());
    expect([...reachable(exportTable, 'queued')].toSorted()).toEqual(Object.keys(exportTable).toSorted());
    expect([...reachable(versionTable, 'queued')].toSorted()).toEqual(Object.keys(versionTable).toSorted());
    expect([...reachable(flagTable, 'open')].toSorted()).toEqual(Object.keys(flagTable).toSorted());
    expect([...reachable(erasureTable, 'pending')].toSorted()).toEqual(Object.keys(erasureTable).toSorted());
  });

  it('never leave a finished import, a ready export, a ready version or a decided request', () => {
    for (const state of ['done', 'declined', 'cancelled'])
      expect(reachable(erasureTable, state)).toEqual(new Set([state]));
    expect(reachable(flagTable, 'withdrawn')).toEqual(new Set(['withdrawn']));
    expect(reachable(importTable, 'succeeded')).toEqual(new Set(['succeeded']));
    expect(reachable(exportTable, 'ready')).toEqual(new Set(['ready']));
    expect(reachable(versionTable, 'ready')).toEqual(new Set(['ready']));
  });

  it('let a worker take up what it was killed in', () => {
    expect(importTransition('running', 'start')).toEqual({ ok: true, state: 'running' });
    expect(importTransition('checking', 'start')).toEqual({ ok: true, state: 'checking' });
    expect(exportTransition('running', 'start')).toEqual({ ok: true, state: 'running' });
    expect(versionTransition('running', 'start')).toEqual({ ok: true, state: 'running' });
  });

  it('refuse with a reason', () => {
    expect(importTransition('uploading', 'run')).toEqual({ ok: false, reason: 'still_uploading' });
    expect(importTransition('succeeded', 'cancel')).toEqual({ ok: false, reason: 'finished' });
    expect(exportTransition('ready', 'cancel')).toEqual({ ok: false, reason: 'finished' });
    expect(statesAccepting(importTable, 'run', 'queued')).toEqual(['uploaded', 'checked', 'failed']);
  });

  it('ask twice, export once', () => {
    expect(exportTransition('ready', 'request')).toEqual({ ok: true, state: 'ready' });
    expect(exportTransition('failed', 'request')).toEqual({ ok: true, state: 'queued' });
  });

  it('are documented as they are', () => {
    expect(page('import')).toContain(tableToMarkdown(importTable));
    expect(page('export')).toContain(tableToMarkdown(exportTable));
    expect(page('export')).toContain(tableToMarkdown(versionTable));
    expect(page('flag')).toContain(tableToMarkdown(flagTable));
    expect(page('erasure-request')).toContain(tableToMarkdown(erasureTable));
  });
});
