import type { S3Place } from './s3-file.ts';

/** `s3://bucket/object`, the object as it is named, not percent-encoded, or `s3://bucket/prefix/`; undefined: it is not written so. */
export function readS3Address(address: string): S3Place | undefined {
  const [, bucket, object] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(address) ?? [];
  if (bucket === undefined || object === undefined) return undefined;
  return object.includes('\0') || Buffer.byteLength(object) > 1_024 ? undefined : { bucket, object };
}

/** Several addresses in one text, as a worker reads them. No single address is written so. */
export function writeAddresses(addresses: readonly string[]): string {
  return JSON.stringify(addresses);
}

/** One address, or several that were written together. */
export function readAddresses(stored: string): string[] {
  return stored.startsWith('[') ? (JSON.parse(stored) as string[]) : [stored];
}

/** Whether all objects below it are meant. */
export function isPrefix({ object }: S3Place): boolean {
  return object === '' || object.endsWith('/');
}

/** What a file is called by its address: the last part of its path, unescaped. */
export function filenameOf(path: string): string {
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  return unescaped(last).replaceAll('\0', '').slice(0, 255) || 'file';
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
