import { align } from '../../../ui/markdown/align.ts';
import type { SourceKind } from '../../../ui/markdown/align.ts';

/** A piece of a message's source, in UTF-16 units; `to` is behind its last one. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** Something on the screen that came from the source: text unit by unit, or an element as one unit. */
interface Leaf {
  readonly node: Text | Element;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const traced = '[data-at], [data-literal], [data-tick], [data-code], [data-whole]';
const block = 'p, li, h1, h2, h3, h4, h5, h6, td, th, pre, blockquote, [data-raw]';

/**
 * Where everything on the screen stands in the source of one message, both ways: the formatted text by the places that
 * `traceSources` noted, the raw view letter by letter. Made anew for each use: the screen may change in between.
 */
export class PassageMap {
  readonly source: string;
  readonly #leaves: readonly Leaf[];

  /** `root` holds the rendered message, `source` is its content. */
  constructor(root: Element, source: string) {
    this.source = source;
    this.#leaves = leavesOf(root, source);
  }

  /** What a selection means in the source, white space at its ends left out; null when it touches no text. */
  toSource(range: Range): Slice | null {
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const leaf of this.#leaves) {
      const touched = touchedUnits(leaf, range);
      if (touched === null) continue;
      for (let unit = touched.first; unit <= touched.last; unit++) {
        const start = leaf.from[unit] as number;
        const end = leaf.to[unit] as number;
        if (start === end || (leaf.node instanceof Text && /\s/.test(leaf.node.data.charAt(unit)))) continue;
        from = Math.min(from, start);
        to = Math.max(to, end);
      }
    }
    return from < to ? whole(this.source, { from, to }) : null;
  }

  /** What to paint for a slice, in the order of the page; a run of text in one node is one range. */
  toRanges(slice: Slice): Range[] {
    return this.#leaves.flatMap((leaf) => paintedIn(leaf, slice));
  }

  /** The words of the passage as slices, in the order of the page; signs such as emoji and formulas count as words. */
  words(language: string): Slice[] {
    const places: Slice[] = [];
    let text = '';
    let before: Element | null = null;
    for (const leaf of this.#leaves) {
      const container = (leaf.node instanceof Element ? leaf.node : leaf.node.parentElement)?.closest(block);
      if (text !== '' && container !== before) addGap();
      before = container ?? null;
      if (leaf.node instanceof Element) {
        addGap();
        text += '\ufffc';
        places.push({ from: leaf.from[0] as number, to: leaf.to[0] as number });
        addGap();
      } else {
        text += leaf.node.data;
        leaf.from.forEach((from, unit) => places.push({ from, to: leaf.to[unit] as number }));
      }
    }
    return wordsIn(text, places, language);

    function addGap(): void {
      text += '\n';
      places.push({ from: 0, to: 0 });
    }
  }
}

function wordsIn(text: string, places: readonly Slice[], language: string): Slice[] {
  const words: Slice[] = [];
  for (const { segment, index, isWordLike } of new Intl.Segmenter(language, { granularity: 'word' }).segment(
    text,
  )) {
    if (isWordLike !== true && !/[\p{S}\ufffc]/u.test(segment)) continue;
    const units = places.slice(index, index + segment.length).filter(({ from, to }) => from < to);
    const [first] = units;
    if (first !== undefined) words.push({ from: first.from, to: Math.max(...units.map((unit) => unit.to)) });
  }
  return words;
}

function leavesOf(root: Element, source: string): Leaf[] {
  const raw = root.querySelector('[data-raw]');
  if (raw !== null) return rawLeaves(raw);
  return [...root.querySelectorAll<HTMLElement>(traced)].flatMap((element) => tracedLeaves(element, source));
}

/** A text node, or an invisible character spelled out as one thing. */
interface Piece {
  readonly node: Text | Element;
  /** What stands for it in the rendered text. */
  readonly text: string;
}

/** The raw view: text as it is. */
function rawLeaves(raw: Element): Leaf[] {
  let at = 0;
  return piecesIn(raw).map(({ node, text }) => {
    const start = at;
    at += text.length;
    if (node instanceof Element) return { node, from: [start], to: [at] };
    const from = Array.from({ length: text.length }, (_, unit) => start + unit);
    return { node, from, to: from.map((place) => place + 1) };
  });
}

function tracedLeaves(element: HTMLElement, source: string): Leaf[] {
  const { at, literal, tick, code, whole: one } = element.dataset;
  if (one !== undefined) {
    const { from, to } = sliceIn(one);
    return [{ node: element, from: [from], to: [to] }];
  }
  const kind: SourceKind = at !== undefined ? 'text' : literal !== undefined ? 'literal' : 'code';
  const slice = sliceIn(at ?? literal ?? tick ?? code ?? '');
  const holder = code === undefined ? element : element.querySelector('pre');
  if (holder === null) return [];
  const pieces = piecesIn(holder);
  const rendered = pieces.map(({ text }) => text).join('');
  const aligned = align(source.slice(slice.from, slice.to), rendered, kind);
  let unit = 0;
  return pieces.map(({ node, text }): Leaf => {
    const units = [unit, unit + text.length] as const;
    unit += text.length;
    const shifted = (places: readonly number[]): number[] =>
      places.slice(...units).map((place) => place + slice.from);
    const [from, to] = [shifted(aligned.from), shifted(aligned.to)];
    return node instanceof Element ? { node, from: from.slice(0, 1), to: to.slice(-1) } : { node, from, to };
  });
}

function sliceIn(value: string): Slice {
  const [from, to] = value.split(':').map(Number);
  return { from: from ?? 0, to: to ?? 0 };
}

function piecesIn(holder: Element): Piece[] {
  const pieces: Piece[] = [];
  const walk = (node: Node): void => {
    if (node instanceof Text) pieces.push({ node, text: node.data });
    else if (node instanceof Element && node.matches('[data-char]'))
      pieces.push({ node, text: String.fromCodePoint(Number.parseInt(node.textContent.slice(2), 16)) });
    else for (const child of node.childNodes) walk(child);
  };
  walk(holder);
  return pieces;
}

/** Which units of a leaf a selection touches, both ends included. */
function touchedUnits({ node, from }: Leaf, range: Range): { first: number; last: number } | null {
  if (from.length === 0 || !range.intersectsNode(node)) return null;
  if (node instanceof Element) return { first: 0, last: 0 };
  const first = range.startContainer === node ? range.startOffset : 0;
  const last = (range.endContainer === node ? range.endOffset : node.data.length) - 1;
  return first <= last ? { first, last } : null;
}

function paintedIn({ node, from, to }: Leaf, slice: Slice): Range[] {
  const isIn = (unit: number): boolean =>
    (from[unit] as number) < slice.to && (to[unit] as number) > slice.from && from[unit] !== to[unit];
  const first = from.findIndex((_, unit) => isIn(unit));
  if (first < 0) return [];
  const range = document.createRange();
  if (node instanceof Element) {
    range.selectNodeContents(node);
    return [range];
  }
  let last = first;
  for (let unit = first; unit < from.length; unit++) if (isIn(unit)) last = unit;
  range.setStart(node, first);
  range.setEnd(node, last + 1);
  return [range];
}

/** Never half a character: the two halves of an astral one stay together. */
function whole(source: string, { from, to }: Slice): Slice {
  const isLow = (at: number): boolean => /[\udc00-\udfff]/.test(source.charAt(at));
  const isHigh = (at: number): boolean => /[\ud800-\udbff]/.test(source.charAt(at));
  return {
    from: from > 0 && isLow(from) && isHigh(from - 1) ? from - 1 : from,
    to: to < source.length && isLow(to) && isHigh(to - 1) ? to + 1 : to,
  };
}
