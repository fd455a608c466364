import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadTo, type RemoteFile } from './download.ts';

const content = Buffer.from('0123456789'.repeat(30_000));
const sha256 = createHash('sha256').update(content).digest('hex');
const progress = { update() {}, stop() {} };

let folder: string;
let server: Server;
let handle: (request: IncomingMessage, response: ServerResponse) => void;
let ranges: (string | undefined)[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-download-'));
  ranges = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

function remote(): RemoteFile {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { size: content.length, sha256, open: (headers) => fetch(url, { headers }) };
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(start > 0 ? 206 : 200, { 'content-length': content.length - start });
  response.end(content.subarray(start));
}

describe('downloadTo', () => {
  it('writes the file under its name only when it is whole', async () => {
    handle = serve;
    await downloadTo(path.join(folder, 'train.jsonl'), remote(), progress);
    expect(await readdir(folder)).toEqual(['train.jsonl']);
    expect((await readFile(path.join(folder, 'train.jsonl'))).equals(content)).toBe(true);
  });

  it('goes on where a broken download ended', async () => {
    let calls = 0;
    handle = (request, response) => {
      calls += 1;
      if (calls > 1) return serve(request, response);
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 100_000));
      cutOff = () => response.destroy();
    };
    let cutOff = () => {};
    const cutting = { update: (done: number) => (calls === 1 && done > 0 ? cutOff() : undefined), stop() {} };
    await downloadTo(path.join(folder, 'train.jsonl'), remote(), cutting);
    expect(ranges[0]).toBeUndefined();
    expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
    expect((await readFile(path.join(folder, 'train.jsonl'))).equals(content)).toBe(true);
  });

  it('takes up the partial file of an earlier run', async () => {
    handle = serve;
    await writeFile(path.join(folder, `train.jsonl.${sha256.slice(0, 16)}.part`), content.subarray(0, 5000));
    await downloadTo(path.join(folder, 'train.jsonl'), remote(), progress);
    expect(ranges).toEqual(['bytes=5000-']);
    expect((await readFile(path.join(folder, 'train.jsonl'))).equals(content)).toBe(true);
  });

  it('starts over when the server answers with the whole file', async () => {
    handle = (_request, response) =>
      response.writeHead(200, { 'content-length': content.length }).end(content);
    await writeFile(path.join(folder, `train.jsonl.${sha256.slice(0, 16)}.part`), 'something else');
    await downloadTo(path.join(folder, 'train.jsonl'), remote(), progress);
    expect((await readFile(path.join(folder, 'train.jsonl'))).equals(content)).toBe(true);
  });

  it('keeps nothing whose hash is wrong', async () => {
    handle = (_request, response) =>
      response.writeHead(200, { 'content-length': content.length }).end(Buffer.alloc(content.length, 'x'));
    await expect(downloadTo(path.join(folder, 'train.jsonl'), remote(), progress)).rejects.toThrow(
      /is not what the server has/,
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
