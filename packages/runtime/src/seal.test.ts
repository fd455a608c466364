import { expect, it } from 'vitest';
import { openSealer } from './seal.ts';

const secret = Buffer.from('a secret of thirty-two characters');
const sealer = openSealer('k'.repeat(40));

it('opens what it sealed, for the same row only', () => {
  const sealed = sealer.seal(secret, 'row 1');
  expect(sealed.bytes.includes(secret)).toBe(false);
  expect(sealer.seal(secret, 'row 1').bytes).not.toEqual(sealed.bytes);
  expect(sealer.open(sealed, 'row 1')).toEqual(secret);
  expect(sealer.open(sealed, 'row 2')).toBeUndefined();
});

it('opens nothing that was changed or sealed with another key', () => {
  const sealed = sealer.seal(secret, 'row');
  const changed = Buffer.from(sealed.bytes);
  changed[20]! ^= 1;
  expect(sealer.open({ ...sealed, bytes: changed }, 'row')).toBeUndefined();
  expect(sealer.open({ ...sealed, bytes: Buffer.alloc(3) }, 'row')).toBeUndefined();
  expect(openSealer('l'.repeat(40)).open(sealed, 'row')).toBeUndefined();
  expect(openSealer(undefined).open(sealed, 'row')).toBeUndefined();
});

it('stores as it is without a key, and a key opens that too', () => {
  const stored = openSealer(undefined).seal(secret, 'row');
  expect(stored).toEqual({ bytes: secret, key: null });
  expect(sealer.open(stored, 'row')).toEqual(secret);
});
