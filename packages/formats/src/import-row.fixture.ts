import { readImportRow } from './import-row.ts';

/** A row of shape A with nothing beside what it needs. */
export const pairRow = {
  messages: [{ role: 'user', content: 'Hi' }],
  responses: [
    { model: 'm1', content: 'Hello' },
    { model: 'm2', content: 'Hey' },
  ],
};

export const read = (row: unknown) => readImportRow(typeof row === 'string' ? row : JSON.stringify(row), 7);

export function faults(row: unknown): [path: string, code: string, value: string][] {
  const result = read(row);
  return result.ok ? [] : result.faults.map(({ path, code, value }) => [path, code, value]);
}
