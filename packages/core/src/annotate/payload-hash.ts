import { sha256 } from '@pairwright/runtime/hash';

/** sha256 of a value as JSON with sorted keys: two requests that say the same have the same hash. */
export function payloadHash(value: unknown): Buffer {
  return sha256(JSON.stringify(value, sortKeys));
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
