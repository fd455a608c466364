import type { Translate } from '../../i18n/use-i18n.ts';
import { leftToDo, makeReady, toParse } from './drawn.tsx';
import type { Manner, Piece } from './drawn.tsx';
import { longestRendered } from './Markdown.tsx';
import { hasMath } from './math-delimiters.ts';
import { parseBeside } from './parse-beside.ts';
import { loadMath } from './use-math.ts';
import { loadedTrace } from './use-trace.ts';

export interface HowToPrepare {
  t: Translate;
  traced: boolean;
  /** Parsed beside the page, which takes code that has to be fetched once. */
  beside: boolean;
}

/**
 * Begins to make a text ready before it is needed, in the way it will be read. Gives what is left to do in the page, the
 * pieces to be taken out one by one.
 */
export async function prepareMarkdown(text: string, { t, traced, beside }: HowToPrepare): Promise<Piece[]> {
  if (text.length > longestRendered) return [];
  // Where it cannot be loaded, formulas are shown as they were written.
  const math = hasMath(text) ? await loadMath().catch(() => null) : null;
  const manner: Manner = { t, math, invisible: false, trace: traced ? loadedTrace() : null };
  const left = leftToDo(text, manner);
  if (left !== null) return left;
  const tree = beside
    ? await parseBeside({ text: toParse(text, manner), math: math !== null, places: manner.trace !== null })
    : null;
  const ready = (): Piece[] => {
    try {
      makeReady(text, manner, tree);
    } catch {
      // Rendering will fail in the same way and show the text as written.
    }
    return leftToDo(text, manner) ?? [];
  };
  if (tree !== null) return ready();
  const pieces: Piece[] = [];
  pieces.push(() => {
    const after = ready();
    // Taken out there too: what is done is not done again for the next pair.
    pieces.push(...after.map(() => () => after.shift()?.()));
  });
  return pieces;
}
