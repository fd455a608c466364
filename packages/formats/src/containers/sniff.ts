import { sniffDelimiter } from './csv.ts';
import { isSkippable } from './zstd-frames.ts';

export type FileKind =
  | {
      readonly kind:
        | 'parquet'
        | 'gzip'
        | 'zstd'
        | 'zip'
        | 'list'
        | 'lines'
        | 'documents'
        | 'empty'
        | 'html'
        | 'lfs'
        | 'utf16'
        | 'arrow'
        | 'other_archive'
        | 'unknown';
    }
  | { readonly kind: 'csv'; readonly delimiter: string };

const starts = (head: Uint8Array, ...bytes: readonly number[]): boolean =>
  bytes.every((byte, index) => head[index] === byte);

/** What a file is, by its first bytes. Its name counts only where they leave it open. */
export function sniff(head: Uint8Array, name: string): FileKind {
  if (head.length === 0) return { kind: 'empty' };
  if (starts(head, 0x50, 0x41, 0x52, 0x31)) return { kind: 'parquet' };
  if (starts(head, 0x1f, 0x8b)) return { kind: 'gzip' };
  // Some packers begin with a frame to be skipped.
  if (starts(head, 0x28, 0xb5, 0x2f, 0xfd) || isSkippable(head)) return { kind: 'zstd' };
  if (starts(head, 0x50, 0x4b, 0x03, 0x04) || starts(head, 0x50, 0x4b, 0x05, 0x06)) return { kind: 'zip' };
  // Of a file, and of a stream, which has no other mark.
  if (starts(head, 0x41, 0x52, 0x52, 0x4f, 0x57, 0x31) || starts(head, 0xff, 0xff, 0xff, 0xff))
    return { kind: 'arrow' };
  const others = [
    [0x42, 0x5a, 0x68],
    [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    [0x37, 0x7a, 0xbc, 0xaf],
    [0x52, 0x61, 0x72, 0x21],
  ];
  if (others.some((magic) => starts(head, ...magic))) return { kind: 'other_archive' };
  if (starts(head, 0xff, 0xfe) || starts(head, 0xfe, 0xff) || looksLikeUtf16(head)) return { kind: 'utf16' };
  return sniffText(new TextDecoder().decode(head), name);
}

/** Latin text in UTF-16 without a mark has a NUL at every other place. */
function looksLikeUtf16(head: Uint8Array): boolean {
  const some = head.subarray(0, 400);
  const nuls = [0, 1].map((odd) => some.filter((byte, index) => index % 2 === odd && byte === 0).length);
  return some.length >= 8 && Math.max(...nuls) > some.length * 0.3;
}

function sniffText(head: string, name: string): FileKind {
  const text = head.trimStart();
  // A long start of blanks says nothing of what follows.
  if (text === '') return { kind: head.length < 32_768 ? 'empty' : 'lines' };
  if (/^<(?:!doctype|html|\?xml|head|body|!--)/i.test(text)) return { kind: 'html' };
  if (text.startsWith('version https://git-lfs')) return { kind: 'lfs' };
  const isTable = /\.(?:csv|tsv|tab)(?:\.(?:gz|zst))?$/i.test(name);
  const delimiter = sniffDelimiter(text);
  if (isTable && !/^(?:\{\s*"|\[\s*[[{"])/.test(text)) return { kind: 'csv', delimiter: delimiter ?? ',' };
  const isNamedLines = /\.(?:jsonl|ndjson)(?:\.(?:gz|zst))?$/i.test(name);
  if (text.startsWith('['))
    return isListPerLine(text) || (isNamedLines && isWholeLine(text)) ? { kind: 'lines' } : { kind: 'list' };
  if (text.startsWith('{')) return { kind: isPretty(text) ? 'documents' : 'lines' };
  // A line of JSON further down: the first one is broken.
  if (/^["{[]/m.test(text) && /\{\s*"/.test(text.slice(0, 2000))) return { kind: 'lines' };
  if (isNamedLines) return { kind: 'lines' };
  return delimiter === null ? { kind: 'unknown' } : { kind: 'csv', delimiter };
}

/** The first line is a value of its own and no list of rows, and another one follows. */
function isWholeLine(text: string): boolean {
  const [first, second] = text.split('\n', 2);
  return second !== undefined && second.trim() !== '' && isJson(first!) && !/^\[\s*\{/.test(first!);
}

/** The first line is no whole object, and what follows it continues it. */
function isPretty(text: string): boolean {
  const [first, second] = text.split('\n', 2);
  if (second === undefined || isJson(first!)) return false;
  return /^\{\s*$/.test(first!.trim()) || /^\s+["}]/.test(second);
}

/** Every line a list of its own. */
function isListPerLine(text: string): boolean {
  const [first, second] = text.split('\n', 2);
  return (
    isJson(first!) &&
    second !== undefined &&
    second.trimStart().startsWith('[') &&
    !/^\[\s*(?:\]\s*)?$/.test(first!) &&
    !/^\s*\[\s*[{\]]/.test(first!)
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
