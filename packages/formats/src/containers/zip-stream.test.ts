import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type ZippedFile, zipOf, zipOverhead } from './zip-stream.ts';

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  for (const letter of text) yield Buffer.from(letter);
}

async function* files(of: Readonly<Record<string, string>>): AsyncGenerator<ZippedFile> {
  for (const [name, text] of Object.entries(of)) yield { name, body: pieces(text) };
}

async function whole(of: Readonly<Record<string, string>>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of zipOf(files(of))) parts.push(part);
  return Buffer.concat(parts);
}

test('files come out as they went in, under their names, to the same bytes each time', async () => {
  const given = { 'a.jsonl': '{"a": 1}\n', 'b/文件.csv': 'x,y\n', empty: '' };
  const zip = await whole(given);
  const read = Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]);
  expect(Object.fromEntries(read)).toEqual(given);
  expect(await whole(given)).toEqual(zip);
  const most = Object.entries(given).reduce(
    (sum, [name, text]) => sum + Buffer.byteLength(text) + zipOverhead(Buffer.byteLength(name)),
    22,
  );
  expect(zip.length).toBeLessThanOrEqual(most);
});

test('what goes wrong with a file goes wrong with all', async () => {
  async function* broken(): AsyncGenerator<ZippedFile> {
    yield {
      name: 'a',
      body: (async function* () {
        yield Buffer.from('x');
        throw new Error('gone');
      })(),
    };
  }
  await expect(async () => {
    for await (const _ of zipOf(broken()));
  }).rejects.toThrow('gone');
});
