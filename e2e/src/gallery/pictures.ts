import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { differences, paint } from './comparison.ts';
import { fewerColours } from './fewer-colours.ts';
import type { Look } from './frame.ts';
import { fromPng, toPng } from './pixels.ts';

/** Kept with the sources. */
const keptFolder = path.resolve(import.meta.dirname, '../../pictures');
/** Of the last comparison; not kept. */
export const differingFolder = path.resolve(import.meta.dirname, '../../pictures-differing');

/** Without `.png`: where a picture lies, and what it is called in messages. */
export function nameOf({ story, locale, theme }: Look, width: number): string {
  return `${story}/${width}-${locale}-${theme}`;
}

export async function keptNames(): Promise<string[]> {
  const entries = await readdir(keptFolder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.png'))
    .map((entry) => path.relative(keptFolder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, '/').replace(/\.png$/, ''));
}

export async function readKept(name: string): Promise<Buffer | null> {
  return readFile(path.join(keptFolder, `${name}.png`)).catch(() => null);
}

/** With fewer colours, so that it is small, and a note of what it was made of. */
export async function keep(name: string, taken: Buffer): Promise<void> {
  await write(keptFolder, name, toPng(fewerColours(fromPng(taken)), sumOf(taken)));
}

function sumOf(png: Buffer): string {
  return createHash('sha256').update(png).digest('hex');
}

export async function forget(name: string): Promise<void> {
  await rm(path.join(keptFolder, `${name}.png`));
}

/** How many pixels of a picture just taken differ. Most often it is the very one that was kept, and nothing has to be unpacked. */
export function countDiffering(kept: Buffer, taken: Buffer): number {
  if (kept.includes(sumOf(taken))) return 0;
  return differences(fromPng(kept), fromPng(taken)).count;
}

/** For people to look at: what was kept, what is now, and where they differ. */
export async function report(name: string, kept: Buffer, taken: Buffer): Promise<void> {
  const now = fromPng(taken);
  const { places } = differences(fromPng(kept), now);
  await write(differingFolder, `${name}.kept`, kept);
  await write(differingFolder, `${name}.now`, taken);
  await write(differingFolder, `${name}.differing`, toPng(paint(now, places)));
}

export async function forgetReports(): Promise<void> {
  await rm(differingFolder, { recursive: true, force: true });
}

async function write(folder: string, name: string, png: Uint8Array): Promise<void> {
  const file = path.join(folder, `${name}.png`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, png);
}
