import { defaultLimits } from '@pairwright/formats/containers/items';
import { readZipDirectory } from '@pairwright/formats/containers/zip';
import { expect, test } from 'vitest';
import { mostFiles, namesInside, packFault, packFiles } from './pack-files.ts';

const file = (name: string, text: string, lastModified = 1_000): File =>
  new File([text], name, { lastModified });
const bytesOf = async (one: File) => new Uint8Array(await one.arrayBuffer());

test('several files are one zip with all of them, the same in whatever order they were chosen', async () => {
  const [a, b, twin] = [file('b.jsonl', '{"b": 1}'), file('a.json', '[]', 5_000), file('a.json', '[1]')];
  const packed = await packFiles([a, b, twin]);
  expect([packed.name, packed.lastModified]).toEqual(['a.json+2.zip', 5_000]);
  const bytes = await bytesOf(packed);
  const slice = async (from: number, to: number) => bytes.subarray(from, to);
  const entries = await readZipDirectory({ size: bytes.length, slice }, defaultLimits);
  expect(entries.map(({ name, method, unpacked }) => [name, method, unpacked])).toEqual([
    ['a.json', 0, 2],
    ['2/a.json', 0, 3],
    ['b.jsonl', 0, 8],
  ]);
  const text = new TextDecoder('latin1').decode(bytes);
  for (const content of ['[]', '[1]', '{"b": 1}']) expect(text).toContain(content);
  const again = await packFiles([twin, a, b]);
  expect(await bytesOf(again)).toEqual(await bytesOf(packed));
});

test('one file is sent as it is', async () => {
  const only = file('a.json', '[]');
  expect(await packFiles([only])).toBe(only);
});

test('what a zip cannot hold is said before anything is read', () => {
  const half = { name: 'a', size: 2 ** 31 };
  expect(packFault([half])).toBeNull();
  expect(packFault([half, half])).toBe('too_large');
  expect(packFault(Array.from({ length: mostFiles + 1 }, () => ({ name: 'a', size: 1 })))).toBe('too_many');
  expect(namesInside(['a', 'b', 'a', 'a'])).toEqual(['a', 'b', '2/a', '3/a']);
});
