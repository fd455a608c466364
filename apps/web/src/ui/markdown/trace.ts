import type { Root } from 'mdast';
import { createElement } from 'react';
import type { ReactNode } from 'react';
import { align } from './align.ts';
import type { Node } from './draw-markdown.ts';
import type { MathEdit } from './math-delimiters.ts';

/** A text as it was written, and as it was parsed once its formulas were unified. */
export interface TracedSource {
  text: string;
  unified: string;
  edits: readonly MathEdit[];
}

/** `at`: text with escapes; `literal`: letter by letter; `tick`, `code`: code in a line, a block of it; `whole`: one thing. */
type Kind = 'at' | 'literal' | 'tick' | 'code' | 'whole';

interface Range {
  from: number;
  to: number;
}

/**
 * Finds where every text of a parsed page stands in the source, so that a phrase selected on the screen can be told as a
 * slice of what was written. Gives what puts `data-<kind>="from:to"`, in UTF-16 units of the source, around a drawn node.
 * Only for pages where people mark phrases: it makes the document larger.
 */
export function traceSources(
  tree: Root,
  source: TracedSource,
): (node: Node, drawn: ReactNode, key: number) => ReactNode {
  const places = new Places(source);
  places.walk(tree, { to: source.unified.length, block: true });
  return (node, drawn, key) => {
    const place = places.of(node);
    if (place === null) return drawn;
    const { kind, from, to, block } = place;
    return createElement(block ? 'div' : 'span', { key, [`data-${kind}`]: `${from}:${to}` }, drawn);
  };
}

const kinds: Partial<Record<Node['type'], Kind>> = {
  text: 'at',
  html: 'literal',
  inlineCode: 'tick',
  code: 'code',
  image: 'whole',
  imageReference: 'whole',
  footnoteReference: 'whole',
  inlineMath: 'whole',
  math: 'whole',
};

interface Inside {
  /** Where the parent ends in the parsed text. */
  to: number;
  /** Between paragraphs rather than in a line. */
  block: boolean;
}

interface Place extends Range {
  kind: Kind;
  block: boolean;
}

const flow = ['root', 'blockquote', 'list', 'listItem', 'footnoteDefinition'];

class Places {
  readonly #source: TracedSource;
  readonly #of = new Map<Node, Place>();
  /** Everything of the parsed text up to here has been walked past. */
  #reached = 0;

  constructor(source: TracedSource) {
    this.#source = source;
  }

  of(node: Node): Place | null {
    return this.#of.get(node) ?? null;
  }

  walk(node: Node, inside: Inside): void {
    const own = rangeOf(node);
    const kind = kinds[node.type];
    if (kind !== undefined) {
      const range = own ?? (node.type === 'text' ? this.#search(node.value, inside.to) : null);
      if (range !== null) {
        const { block } = inside;
        this.#of.set(node, { ...this.#inSource(range), kind: kindOf(node, kind), block });
      }
      this.#reached = Math.max(this.#reached, range?.to ?? 0);
      return;
    }
    if (!('children' in node)) return;
    this.#reached = Math.max(this.#reached, own?.from ?? 0);
    const block = flow.includes(node.type);
    for (const child of node.children) this.walk(child, { to: own?.to ?? inside.to, block });
  }

  /** Where a text without a place of its own stands: behind what was reached, up to `to`, unbroken. */
  #search(value: string, to: number): Range | null {
    const from = this.#reached;
    const found = align(this.#source.unified.slice(from, to), value, 'text');
    const first = found.from[0];
    const last = found.to.at(-1);
    if (first === undefined || last === undefined) return null;
    const isWhole = found.from.every((start, unit) => start < (found.to[unit] ?? 0));
    return isWhole ? { from: from + first, to: from + last } : null;
  }

  #inSource({ from, to }: Range): Range {
    return { from: this.#back(from, 'from'), to: this.#back(to, 'to') };
  }

  /** A place of the parsed text in the text as written; inside a formula it is the formula's own end. */
  #back(place: number, side: 'from' | 'to'): number {
    let shift = 0;
    for (const edit of this.#source.edits) {
      const start = edit.from + shift;
      const end = start + edit.text.length;
      if (place < start || (place === start && side === 'to')) break;
      if (place < end || (place === end && side === 'to')) return side === 'from' ? edit.from : edit.to;
      shift += edit.text.length - (edit.to - edit.from);
    }
    return place - shift;
  }
}

/** A block of code in the language of formulas is drawn as one. */
function kindOf(node: Node, kind: Kind): Kind {
  return node.type === 'code' && node.lang?.split(/\s/)[0] === 'math' ? 'whole' : kind;
}

function rangeOf({ position }: Node): Range | null {
  const from = position?.start.offset;
  const to = position?.end.offset;
  return from === undefined || to === undefined ? null : { from, to };
}
