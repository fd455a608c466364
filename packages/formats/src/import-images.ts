import type { MessageImage } from '@pairwright/contract/shapes';
import { readImageHeader } from './image-header.ts';
import type { RowReader } from './row-reader.ts';
import { sayDetail } from './rule-details.ts';

/** What reading images takes from the platform. */
export interface ImageTools {
  /** The bytes of standard base64; null when it is none. */
  decode(base64: string): Uint8Array | null;
  /** 64 hex digits. */
  sha256(bytes: Uint8Array): string;
}

/** Bytes of one image, as they are. */
export const maxImageBytes = 8 * 1024 * 1024;
/** An image of more pixels takes too much memory where it is shown, however few bytes it has. */
export const maxImagePixels = 40_000_000;
export const maxImageSide = 16_384;
export const maxImagesPerMessage = 16;
const maxAltLength = 1000;

/** Text and images of one message. */
export interface Body {
  readonly content: string;
  readonly images: readonly MessageImage[];
}

/**
 * Content given as a list of parts: texts joined by line breaks, images in their order. Null when there is a fault. Takes
 * the parts of the OpenAI, Anthropic and MCP forms and of `{"type": "image", "image": …}`.
 */
export function readParts(reader: RowReader, path: string, parts: readonly unknown[]): Body | null {
  const texts: string[] = [];
  const images: MessageImage[] = [];
  let good = true;
  parts.forEach((value, index) => {
    const place = `${path}[${index}]`;
    const part = partOf(value);
    if (part === null) {
      reader.fault(place, value, 'unknown_part');
      good = false;
    } else if (part.kind === 'text') {
      texts.push(part.text);
    } else {
      const image = readImage(reader, place, value);
      if (image === null) good = false;
      else images.push(image);
    }
  });
  if (!good || !fewEnough(reader, path, images)) return null;
  if (texts.length > 1) reader.joinedTexts++;
  return { content: texts.join('\n'), images };
}

type Part = { kind: 'text'; text: string } | { kind: 'image' };

function partOf(value: unknown): Part | null {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (typeof value !== 'object' || value === null) return null;
  const { type, text } = value as Record<string, unknown>;
  if (type === 'text' || type === 'input_text' || type === 'output_text')
    return typeof text === 'string' ? { kind: 'text', text } : null;
  return type === 'image_url' || type === 'input_image' || type === 'image' ? { kind: 'image' } : null;
}

/** The `images` of a message or response: a list of data URLs, base64 texts or objects with one. Null when there is a fault. */
export function readImages(reader: RowReader, path: string, value: unknown): MessageImage[] | null {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    reader.fault(path, value, { code: 'wrong_type', rule: sayDetail('images_type') });
    return null;
  }
  const images: MessageImage[] = [];
  value.forEach((item, index) => {
    const image = readImage(reader, `${path}[${index}]`, item);
    if (image !== null) images.push(image);
  });
  if (images.length !== value.length || !fewEnough(reader, path, images)) return null;
  return images;
}

function fewEnough(reader: RowReader, path: string, images: readonly unknown[]): boolean {
  if (images.length <= maxImagesPerMessage) return true;
  reader.fault(path, images, 'image_count');
  return false;
}

function readImage(reader: RowReader, path: string, value: unknown): MessageImage | null {
  const source = sourceOf(value);
  const given =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['alt'] : undefined;
  const alt = reader.shortText(`${path}.alt`, given, maxAltLength);
  if (source === null) return refuse(reader, path, value);
  const base64 = base64Of(source);
  if (base64 === null) {
    const remote = /^([a-z][a-z0-9+.-]*:)?\/\//i.test(source) || /^(blob|file|https?):/i.test(source);
    reader.fault(path, source, remote ? 'image_remote' : 'image_invalid');
    return null;
  }
  if (base64.length > Math.ceil(maxImageBytes / 3) * 4) {
    reader.fault(path, source, 'image_too_large');
    return null;
  }
  const bytes = reader.options.images?.decode(base64) ?? null;
  const header = bytes === null ? null : readImageHeader(bytes);
  if (bytes === null || header === null) return refuse(reader, path, source);
  if (!fitsOnScreen(header) || bytes.length > maxImageBytes) {
    reader.fault(path, `${header.width} x ${header.height}, ${bytes.length} bytes`, 'image_too_large');
    return null;
  }
  const sha256 = reader.options.images!.sha256(bytes);
  const image: MessageImage = { sha256, ...header, ...(alt !== undefined && { alt }) };
  reader.keepMedia(image, bytes);
  return image;
}

function refuse(reader: RowReader, path: string, value: unknown): null {
  reader.fault(path, value, 'image_invalid');
  return null;
}

function fitsOnScreen({ width, height }: { width: number; height: number }): boolean {
  return width <= maxImageSide && height <= maxImageSide && width * height <= maxImagePixels;
}

/** Where a part or item has its data: itself, or under one of the names in use. */
function sourceOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return null;
  const part = value as Record<string, unknown>;
  for (const key of ['image_url', 'image', 'data', 'url', 'source']) {
    const found = part[key];
    if (typeof found === 'string') return found;
    if (typeof found !== 'object' || found === null) continue;
    const { url, data } = found as Record<string, unknown>;
    if (typeof url === 'string') return url;
    if (typeof data === 'string') return data;
  }
  return null;
}

/** The base64 of a data URL, or the text itself where it is not an address. What kind of image it is, its bytes say. */
function base64Of(source: string): string | null {
  if (!/^data:/i.test(source)) return /^[A-Za-z0-9+/]{16,}={0,2}$/.test(source) ? source : null;
  const comma = source.indexOf(',');
  return comma > 0 && comma < 200 && /;base64$/i.test(source.slice(0, comma))
    ? source.slice(comma + 1)
    : null;
}
