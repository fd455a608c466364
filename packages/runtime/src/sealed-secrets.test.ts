import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SealError, Sealer } from './sealed-secrets.ts';

const first = randomBytes(32);
const second = randomBytes(32);
const sealer = new Sealer([first]);

describe('a sealed secret', () => {
  it('opens to the same bytes, and twice sealed looks different', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (secret, about) => {
        const sealed = sealer.seal(secret, about);
        expect(sealer.open(sealed, about)).toEqual(Buffer.from(secret));
        expect(sealer.seal(secret, about)).not.toBe(sealed);
        expect(sealed).toMatch(/^sealed:1:[0-9a-f]{16}:[\w-]+$/);
      }),
    );
  });

  it('does not open in another place, nor after a change of any byte', () => {
    const sealed = sealer.seal('a secret', 'totp:1');
    expect(() => sealer.open(sealed, 'totp:2')).toThrow(SealError);
    const at = sealed.lastIndexOf(':') + 1;
    const body = Buffer.from(sealed.slice(at), 'base64url');
    for (let i = 0; i < body.length; i += 1) {
      const changed = Buffer.from(body);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => sealer.open(sealed.slice(0, at) + changed.toString('base64url'), 'totp:1')).toThrow(
        SealError,
      );
    }
    for (const wrong of ['', 'plain', sealed.slice(0, -30), `${sealed}!`, sealed.slice(0, at)])
      expect(() => sealer.open(wrong, 'totp:1')).toThrow(SealError);
  });

  it('opens under an older key and is then stale; without that key it says which one is missing', () => {
    const sealed = sealer.seal('a secret', 'x');
    expect(sealer.isStale(sealed)).toBe(false);
    const rotated = new Sealer([second, first]);
    expect(rotated.open(sealed, 'x').toString()).toBe('a secret');
    expect(rotated.isStale(sealed)).toBe(true);
    const anew = rotated.seal(rotated.open(sealed, 'x'), 'x');
    expect(rotated.isStale(anew)).toBe(false);
    expect(() => sealer.open(anew, 'x')).toThrow(/No key opens .* key [0-9a-f]{16}: add that key/);
  });

  it('is told from what was stored plain', () => {
    expect(sealer.isSealed('JBSWY3DPEHPK3PXP')).toBe(false);
    expect(sealer.isStale('JBSWY3DPEHPK3PXP')).toBe(true);
    expect(sealer.isSealed(sealer.seal('x', 'x'))).toBe(true);
  });
});

describe('a sealer', () => {
  it('takes keys of 32 bytes only, and at least one', () => {
    expect(() => new Sealer([])).toThrow(TypeError);
    expect(() => new Sealer([first, randomBytes(31)])).toThrow(TypeError);
  });

  it('never shows a key', () => {
    for (const shown of [inspect(sealer, { depth: 9, showHidden: true }), JSON.stringify({ sealer })]) {
      expect(shown).not.toContain(first.toString('hex'));
      expect(shown).not.toContain(first.toString('base64'));
    }
  });
});
