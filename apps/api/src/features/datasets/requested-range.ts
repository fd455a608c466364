/** What a request asks of a file: all of it, one range (both ends included), a range it does not have, or nothing new. */
export type Requested =
  | { readonly kind: 'whole' }
  | { readonly kind: 'range'; readonly start: number; readonly end: number }
  | { readonly kind: 'outside' }
  | { readonly kind: 'not_modified' };

export interface RangeHeaders {
  readonly range?: string | undefined;
  readonly ifRange?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

const ONE_RANGE = /^bytes=(?:(\d{1,15})-(\d{1,15})?|-(\d{1,15}))$/i;

/**
 * Reads Range, If-Range and If-None-Match (RFC 9110). `etag` is strong, with its quotes. A range that is not understood,
 * or several at once, gives the whole file, as the RFC allows; so does an If-Range that names another file.
 */
export function requestedRange(
  headers: RangeHeaders,
  file: { readonly etag: string; readonly size: number },
): Requested {
  if (headers.ifNoneMatch !== undefined && matches(headers.ifNoneMatch, file.etag))
    return { kind: 'not_modified' };
  const found = ONE_RANGE.exec(headers.range?.replaceAll(/\s/g, '') ?? '');
  if (found === null || (headers.ifRange !== undefined && headers.ifRange.trim() !== file.etag))
    return { kind: 'whole' };
  const [, first, last, suffix] = found;
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), file.size);
    return length === 0
      ? { kind: 'outside' }
      : { kind: 'range', start: file.size - length, end: file.size - 1 };
  }
  const start = Number(first);
  const end = last === undefined ? file.size - 1 : Math.min(Number(last), file.size - 1);
  if (last !== undefined && Number(last) < start) return { kind: 'whole' };
  return start >= file.size ? { kind: 'outside' } : { kind: 'range', start, end };
}

function matches(list: string, etag: string): boolean {
  return list.trim() === '*' || list.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
