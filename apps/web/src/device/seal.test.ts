// Node has no IndexedDB of its own: here it is fake-indexeddb. The browser journeys use the real one.
import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { openIndexedDb } from '../outbox/indexed-db-store.ts';
import { forgetKey, type Sealed, sealing, unseal } from './seal.ts';

const sealed = async (value: unknown): Promise<Sealed> =>
  sealing([value], ([one]) => {
    if (one == null) throw new Error('Nothing was sealed.');
    return Promise.resolve(one);
  });

test('says nothing of what it holds, opens to the very same, and differs each time', async () => {
  const value = { text: 'What only the person wrote', 名: [1, null, { deep: true }] };
  const [one, other] = [await sealed(value), await sealed(value)];
  const bytes = new TextDecoder('latin1').decode(one.data);
  expect(bytes).not.toContain('person');
  expect(new Uint8Array(one.data)).not.toEqual(new Uint8Array(other.data));
  expect(await unseal([one, other])).toEqual([{ value }, { value }]);
});

test('that was changed, or whose key is gone, does not open; others beside it do', async () => {
  const [one, other] = [await sealed('one'), await sealed('other')];
  const changed = one.data.slice();
  new Uint8Array(changed)[3]! ^= 1;
  expect(await unseal([{ ...one, data: changed }, other])).toEqual([null, { value: 'other' }]);
  await forgetKey(() => Promise.resolve(true));
  expect(await unseal([other])).toEqual([{ value: 'other' }]);
  await forgetKey(() => Promise.resolve(false));
  expect(await unseal([other])).toEqual([null]);
});

test('many at once make one key', async () => {
  await forgetKey(() => Promise.resolve(false));
  const all = await Promise.all(Array.from({ length: 12 }, (_, index) => sealed(index)));
  expect(await unseal(all)).toEqual(all.map((_, value) => ({ value })));
});

test('sealed work is listed in the order of doing, refused and removed by its number', async () => {
  const store = await openIndexedDb();
  const skip = (assignmentId: string) => ({
    userId: 'u1',
    projectId: 'p1',
    assignmentId,
    at: 0,
    refusal: null,
    kind: 'skip' as const,
    body: { reason: 'too_long' as const },
  });
  for (const id of ['a', 'b', 'c']) await store.add(skip(id));
  const [first, second] = await store.list('u1');
  await store.setRefusal(second!.seq, { code: 'not_found', detail: null, requestId: null });
  expect((await store.list('u1')).map(({ assignmentId, refusal }) => [assignmentId, refusal?.code])).toEqual([
    ['a', undefined],
    ['b', 'not_found'],
    ['c', undefined],
  ]);
  expect(await store.list('u2')).toEqual([]);
  await store.remove([first!.seq]);
  expect((await store.list('u1')).map(({ assignmentId }) => assignmentId)).toEqual(['b', 'c']);
});
