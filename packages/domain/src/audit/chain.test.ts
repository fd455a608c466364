import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type ChainedEntry, chainFault, entryText, firstHash, privateText } from './chain.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function entryBehind(previous: ChainedEntry | undefined, change: Partial<ChainedEntry> = {}): ChainedEntry {
  const origin = { salt: 'ab'.repeat(32), data: { address: '192.0.2.7' } };
  const said = {
    seq: (previous?.seq ?? 0) + 1,
    occurredAt: '2026-11-29T10:00:00.000000Z',
    actorId: 'a',
    via: 'session',
    action: 'updateProject',
    objectKind: 'project',
    objectId: 'p',
    projectId: 'p',
    requestId: 'r',
    before: { name: 'old' },
    after: { name: 'new' },
    originHash: sha256(privateText(origin)),
    personHash: null,
    previousHash: previous?.hash ?? firstHash,
  };
  return { ...said, hash: sha256(entryText(said)), private: { origin }, ...change };
}

const first = entryBehind(undefined);
const second = entryBehind(first);

describe('an entry', () => {
  it.each([
    ['is whole', second, null],
    ['came too early', entryBehind(undefined), 'gap'],
    ['was written behind another one', { ...second, previousHash: sha256('other') }, 'previous'],
    ['says something else', { ...second, after: { name: 'never' } }, 'content'],
    ['was done by somebody else', { ...second, actorId: 'b' }, 'content'],
    ['was done at another time', { ...second, occurredAt: '2026-11-29T10:00:00.000001Z' }, 'content'],
    [
      'came from elsewhere',
      { ...second, private: { origin: { ...second.private.origin!, data: { address: '192.0.2.8' } } } },
      'origin',
    ],
    ['has its origin erased', { ...second, private: {} }, null],
    [
      'has got an origin that it never had',
      { ...second, private: { person: { salt: '', data: {} } } },
      'person',
    ],
  ] as const)('%s', (_what, entry, fault) => {
    expect(chainFault(entry, first, sha256)).toBe(fault);
  });

  it('is the first one only behind nothing', () => {
    expect(chainFault(first, undefined, sha256)).toBeNull();
    const forged = { ...first, previousHash: sha256('before') };
    expect(chainFault({ ...forged, hash: sha256(entryText(forged)) }, undefined, sha256)).toBe('previous');
  });
});

it('writes equal values as equal text, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: '\u4F60' }], a: undefined })).toBe(
    '{"b":[1,{"c":"你","d":null}]}',
  );
  expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
});
