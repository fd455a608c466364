import type { FastifyReply } from 'fastify';
import { Problem } from '@pairwright/contract/errors';
import type { Download } from '@pairwright/core/datasets/download.service';
import type { Http } from '../../implement.ts';
import { requestedRange } from './requested-range.ts';

const TYPES: Readonly<Record<string, string>> = {
  jsonl: 'application/x-ndjson',
  json: 'application/json; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

/** Answers with a file or a part of it; its ETag is its sha256, so that a broken download goes on only with the same bytes. */
export async function sendDownload(
  { request, reply }: Http,
  { file, open }: Download,
): Promise<FastifyReply> {
  const { headers } = request;
  const etag = `"${file.sha256}"`;
  const asked = requestedRange(
    { range: headers.range, ifRange: first(headers['if-range']), ifNoneMatch: headers['if-none-match'] },
    { etag, size: file.size },
  );
  reply.header('etag', etag).header('accept-ranges', 'bytes');
  if (asked.kind === 'not_modified') return reply.code(304).send();
  if (asked.kind === 'outside') {
    reply.header('content-range', `bytes */${file.size}`);
    throw new Problem('range_not_satisfiable', { detail: `The file has ${file.size} bytes.` });
  }
  reply
    .type(TYPES[file.name.split('.').at(-1) ?? ''] ?? 'application/octet-stream')
    .header('content-disposition', contentDisposition(file.name))
    .header('repr-digest', `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`);
  const range = asked.kind === 'range' ? asked : undefined;
  if (range !== undefined)
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${file.size}`);
  reply.header('content-length', range === undefined ? file.size : range.end - range.start + 1);
  if (request.method === 'HEAD') return reply.send();
  return reply.send(await open(range === undefined ? undefined : { start: range.start, end: range.end }));
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** RFC 6266: a plain name for everybody, and the exact one in UTF-8 where the two differ. */
export function contentDisposition(fileName: string): string {
  const plain = fileName.replaceAll(/[^\w.-]/g, '_');
  const exact =
    plain === fileName
      ? ''
      : `; filename*=UTF-8''${encodeURIComponent(fileName).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)}`;
  return `attachment; filename="${plain}"${exact}`;
}
