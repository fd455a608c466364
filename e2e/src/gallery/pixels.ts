import { decode, encode } from 'fast-png';

/** Colours from the left top on, row by row, as 0xRRGGBB: a page is never transparent. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly colours: Uint32Array;
}

export function fromPng(png: Uint8Array): Pixels {
  const { width, height, data, channels, palette } = decode(png);
  const listed = palette?.map(([red = 0, green = 0, blue = 0]) => (red << 16) | (green << 8) | blue);
  const colours = new Uint32Array(width * height);
  for (let at = 0, from = 0; at < colours.length; at += 1, from += channels)
    colours[at] = listed?.[data[from]!] ?? (data[from]! << 16) | (data[from + 1]! << 8) | data[from + 2]!;
  return { width, height, colours };
}

/** As small as it gets: with a palette where 256 colours are enough. The note is found in its bytes as it is. */
export function toPng({ width, height, colours }: Pixels, note = ''): Uint8Array {
  const [text, zlib] = [{ Comment: note }, { level: 9 } as const];
  const palette = [...new Set(colours)];
  if (palette.length <= 256) {
    const place = new Map(palette.map((colour, index) => [colour, index]));
    const data = Uint8Array.from(colours, (colour) => place.get(colour)!);
    return encode({ width, height, channels: 1, data, palette: palette.map(parts), text }, { zlib });
  }
  const data = new Uint8Array(colours.length * 3);
  for (const [at, colour] of colours.entries()) data.set(parts(colour), at * 3);
  return encode({ width, height, channels: 3, data, text }, { zlib });
}

function parts(colour: number): [red: number, green: number, blue: number] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

/** How far apart two colours are, of 255: the most that one of red, green and blue differs. */
export function distance(one: number, other: number): number {
  return Math.max(
    Math.abs((one >> 16) - (other >> 16)),
    Math.abs(((one >> 8) & 255) - ((other >> 8) & 255)),
    Math.abs((one & 255) - (other & 255)),
  );
}

/** Longer than the stems of letters. */
const longRun = 14;

/**
 * Whether so many pixels beside each other have its colour: a ground or a line, whose colour a style sheet names.
 * The rest are letters and edges, whose colours the browser mixes.
 */
export function isEven(pixels: Pixels, at: number): boolean {
  const { width } = pixels;
  const rowStart = at - (at % width);
  return (
    runThrough(pixels, at, { step: 1, from: rowStart, to: rowStart + width }) >= longRun ||
    runThrough(pixels, at, { step: width, from: 0, to: pixels.colours.length }) >= longRun
  );
}

interface Line {
  step: number;
  from: number;
  to: number;
}

function runThrough({ colours }: Pixels, at: number, { step, from, to }: Line): number {
  const colour = colours[at];
  let first = at;
  let last = at;
  while (first - step >= from && colours[first - step] === colour && at - first < longRun * step)
    first -= step;
  while (last + step < to && colours[last + step] === colour && last - at < longRun * step) last += step;
  return (last - first) / step + 1;
}
