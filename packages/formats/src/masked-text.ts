import { sliceCodePoints, toCodePoints } from '@pairwright/domain/judgment/code-points';
import { findPersonalData, maskPersonalData } from './personal-data.ts';

/** From one place of a text to before another, in code points. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A text whose personal data is masked, and where in it the places of the text as it was are. */
export interface MaskedText {
  readonly text: string;
  /** The same stretch. What begins or ends inside a find has all of its mask. */
  readonly stretchOf: (stretch: Stretch) => Stretch;
  /** The same place; one inside a find is behind its mask, so that of parts that follow each other one has it. */
  readonly placeOf: (place: number) => number;
}

export function maskText(text: string): MaskedText {
  const finds = findPersonalData(text).map(({ kind, start, end }) => ({
    start: toCodePoints(text, start),
    end: toCodePoints(text, end),
    length: `[${kind}]`.length,
  }));
  const move = (place: number, side: 'before' | 'behind'): number => {
    let shift = 0;
    for (const { start, end, length } of finds) {
      if (place <= start) break;
      if (place < end) return start + shift + (side === 'behind' ? length : 0);
      shift += length - (end - start);
    }
    return place + shift;
  };
  return {
    text: maskPersonalData(text),
    stretchOf: ({ start, end }) => ({ start: move(start, 'before'), end: move(end, 'behind') }),
    placeOf: (place) => move(place, 'behind'),
  };
}

/**
 * Parts of a text that follow each other, as they are in its masked form. Of a form that software with other patterns made,
 * nobody knows the places: each part is masked by itself then.
 */
export function maskedParts(
  { text, masked }: { readonly text: string; readonly masked: string },
  parts: readonly Stretch[],
): string[] {
  const now = maskText(text);
  return parts.map(({ start, end }) =>
    now.text === masked
      ? sliceCodePoints(masked, now.placeOf(start), now.placeOf(end))
      : maskPersonalData(sliceCodePoints(text, start, end)),
  );
}
