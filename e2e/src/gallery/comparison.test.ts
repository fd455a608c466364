import { expect, test } from 'vitest';
import { differences } from './comparison.ts';
import { fewerColours, furthest } from './fewer-colours.ts';
import { distance, fromPng, toPng } from './pixels.ts';
import type { Pixels } from './pixels.ts';

const [ground, line, letter] = [0xfb_fa_f8, 0xde_da_d3, 0x5e_58_4f];
const [width, height] = [120, 80];

/** A card with a line around it and rows of letters, whose edges are mixed from both colours. */
function card({ letters = letter, lines = line, soft = 0 } = {}): Pixels {
  const colours = new Uint32Array(width * height).fill(ground);
  const paint = (row: number, column: number, colour: number): void => {
    colours[row * width + column] = colour;
  };
  for (let column = 10; column < 110; column += 1) for (const row of [10, 70]) paint(row, column, lines);
  for (let row = 10; row <= 70; row += 1) for (const column of [10, 109]) paint(row, column, lines);
  for (let row = 20; row < 60; row += 10)
    for (let column = 20; column < 100; column += 6)
      for (let down = 0; down < 7; down += 1)
        for (let right = 0; right < 4; right += 1)
          paint(
            row + down,
            column + right,
            right === 3 ? mixed(letters, down, soft * (((row + column) % 3) - 1)) : letters,
          );
  return { width, height, colours };
}

/** Of a letter and the ground, a little other in each row, and by `soft` as another processor mixes them. */
function mixed(letters: number, row: number, soft: number): number {
  const part = (shift: number): number => {
    const [from, to] = [(letters >> shift) & 255, (ground >> shift) & 255];
    return Math.round(from + ((to - from) * (row + 1)) / 9) + soft;
  };
  return (part(16) << 16) | (part(8) << 8) | part(0);
}

const lighter = (colour: number, by: number): number => colour + by * 0x01_01_01;

const kept = fewerColours(card());

test('a picture is the same in its file', () => {
  expect(fromPng(toPng(card()))).toEqual(card());
  expect(fromPng(toPng(kept, 'a note'))).toEqual(kept);
  expect(Buffer.from(toPng(kept, 'a note')).includes('a note')).toBe(true);
  const manyColours = {
    width: 30,
    height: 10,
    colours: Uint32Array.from({ length: 300 }, (_, at) => at * 55_555),
  };
  expect(fromPng(toPng(manyColours))).toEqual(manyColours);
});

test('what is kept has fewer colours, each near the one it had, and the same grounds and lines', () => {
  expect(new Set(kept.colours).size).toBeLessThan(new Set(card().colours).size);
  const moved = card().colours.map((colour, at) => distance(colour, kept.colours[at]!));
  expect(Math.max(...moved)).toBeLessThanOrEqual(furthest);
  expect(card().colours.filter((colour, at) => [ground, line].includes(colour) && moved[at]! > 0)).toEqual(
    new Uint32Array(),
  );
});

test('the same picture and one whose edges are mixed a little otherwise do not differ', () => {
  expect(differences(kept, card()).count).toBe(0);
  expect(differences(kept, card({ soft: 8 })).count).toBe(0);
});

test('a line of a hardly other colour differs, and one that is gone', () => {
  const around = 2 * 100 + 2 * 59;
  expect(differences(kept, card({ lines: lighter(line, 3) })).count).toBeGreaterThanOrEqual(around);
  expect(differences(kept, card({ lines: ground })).count).toBeGreaterThanOrEqual(around);
});

test('letters of a hardly other colour differ', () => {
  expect(differences(kept, card({ letters: lighter(letter, 4) })).count).toBeGreaterThan(1000);
});

test('what lies a pixel lower differs, and so does what is longer or shorter', () => {
  const { colours } = card();
  const lower = Uint32Array.from(colours, (_, at) => colours[at - width] ?? ground);
  expect(differences(kept, { width, height, colours: lower }).count).toBeGreaterThan(400);
  const longer = { width, height: height + 1, colours: new Uint32Array(colours.length + width).fill(ground) };
  longer.colours.set(colours);
  expect(differences(kept, longer).count).toBe(width);
  expect(differences(longer, card()).count).toBe(width);
});
