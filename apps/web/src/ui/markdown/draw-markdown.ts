import type { ListItem, Nodes, Parents, Root, Table } from 'mdast';
import type { InlineMath, Math as BlockMath } from 'mdast-util-math';
import { createElement as h, Fragment } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { indexTree } from './tree-index.ts';
import type { TreeIndex } from './tree-index.ts';

/** How the parts that are more than an element of HTML are drawn. */
export interface DrawParts {
  text: (text: string) => ReactNode;
  link: (address: string, children: ReactNode) => ReactNode;
  image: (address: string, alt: string) => ReactNode;
  code: (code: string, language: string | null) => ReactNode;
  formula: (tex: string, display: boolean) => ReactNode;
  table: (table: ReactElement) => ReactNode;
  task: (done: boolean) => ReactNode;
  footnotesLabel: string;
  /** Puts something around what was drawn of a node that has no nodes inside. */
  around?: (node: Node, drawn: ReactNode, key: number) => ReactNode;
}

/** The node types there are: those of Markdown, and formulas. */
export type Node = Nodes | InlineMath | BlockMath;

/**
 * Draws somebody's Markdown. Every element is named here: whatever a text holds, nothing else can come to be. HTML is
 * text. Straight from the tree to React: the usual way over a tree of HTML costs 10 kB before the first vote.
 */
export function drawMarkdown(tree: Root, parts: DrawParts): ReactNode[] {
  const index = indexTree(tree);
  const pen = new Pen(index, parts);
  return [...pen.all(tree), pen.footnotes()];
}

const simple: Partial<Record<Node['type'], string>> = {
  paragraph: 'p',
  blockquote: 'blockquote',
  emphasis: 'em',
  strong: 'strong',
  delete: 'del',
};

/** Nobody writes so; browsers take long to lay it out. */
const deepest = 150;

class Pen {
  readonly #index: TreeIndex;
  readonly #parts: DrawParts;
  #depth = 0;

  constructor(index: TreeIndex, parts: DrawParts) {
    this.#index = index;
    this.#parts = parts;
  }

  all(parent: Parents): ReactNode[] {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Error('The text is nested too deeply to be drawn.');
    const drawn = parent.children.map((child, key) => this.#one(child, parent, key));
    this.#depth -= 1;
    return drawn;
  }

  /** Notes that something refers to, at the end. */
  footnotes(): ReactNode {
    const { footnotes } = this.#index;
    if (footnotes.length === 0) return null;
    const items = footnotes.map((note, key) => h('li', { key }, this.all(note)));
    const label = this.#parts.footnotesLabel;
    return h('section', { key: 'notes', role: 'doc-endnotes', 'aria-label': label }, h('ol', null, items));
  }

  #one(node: Node, parent: Parents, key: number): ReactNode {
    const drawn = this.#draw(node, parent, key);
    return this.#parts.around === undefined ? drawn : this.#parts.around(node, drawn, key);
  }

  #draw(node: Node, parent: Parents, key: number): ReactNode {
    const name = simple[node.type];
    if (name !== undefined) return h(name, { key }, this.all(node as Parents));
    switch (node.type) {
      case 'text':
        return keyed(key, this.#parts.text(node.value));
      case 'html': {
        const text = this.#parts.text(node.value);
        // Between paragraphs it is one of its own.
        return isPhrase(parent) ? keyed(key, text) : h('p', { key }, text);
      }
      case 'inlineCode':
        return h('code', { key }, this.#parts.text(node.value));
      case 'break':
        return h('br', { key });
      case 'thematicBreak':
        return h('hr', { key });
      case 'heading':
        return h(`h${this.#index.levels.get(node.depth) ?? 6}`, { key }, this.all(node));
      case 'list':
        return node.ordered === true
          ? h('ol', { key, start: node.start ?? undefined }, this.all(node))
          : h('ul', { key }, this.all(node));
      case 'listItem':
        return this.#item(node, parent, key);
      default:
        return keyed(key, this.#special(node));
    }
  }

  #special(node: Node): ReactNode {
    switch (node.type) {
      case 'code':
        // Only the first word names the language.
        return this.#parts.code(node.value, node.lang?.split(/\s/)[0] ?? null);
      case 'link':
        return this.#parts.link(node.url, this.all(node));
      case 'image':
        return this.#parts.image(node.url, node.alt ?? '');
      // The parser makes references only of names that are defined; the others stay text.
      case 'linkReference':
        return this.#parts.link(this.#addressOf(node.identifier), this.all(node));
      case 'imageReference':
        return this.#parts.image(this.#addressOf(node.identifier), node.alt ?? '');
      case 'footnoteReference': {
        const number =
          this.#index.footnotes.findIndex(({ identifier }) => identifier === node.identifier) + 1;
        return h('sup', null, `[${number}]`);
      }
      case 'inlineMath':
        return this.#parts.formula(node.value, false);
      case 'table':
        return this.#parts.table(this.#table(node));
      case 'math':
        return this.#parts.formula(node.value, true);
      default:
        // Definitions are drawn where something refers to them.
        return null;
    }
  }

  #addressOf(name: string): string {
    return this.#index.definitions.get(name)?.url ?? '';
  }

  #item(node: ListItem, list: Parents, key: number): ReactElement {
    const loose =
      list.type === 'list' &&
      (list.spread === true || list.children.some((item) => item.spread ?? item.children.length > 1));
    // In a tight list the text stands in the item itself.
    const children = node.children.map((child, place) =>
      child.type === 'paragraph' && !loose ? keyed(place, this.all(child)) : this.#one(child, node, place),
    );
    if (typeof node.checked === 'boolean') {
      children.unshift(keyed('task', [keyed('box', this.#parts.task(node.checked)), ' ']));
    }
    return h('li', { key }, children);
  }

  #table({ align, children }: Table): ReactElement {
    const columns = align?.length ?? children[0]?.children.length ?? 0;
    const rows = children.map((row, key) => {
      const cells = Array.from({ length: columns }, (_, column) => {
        const cell = row.children[column];
        const style = { textAlign: align?.[column] ?? undefined };
        return h(key === 0 ? 'th' : 'td', { key: column, style }, cell === undefined ? null : this.all(cell));
      });
      return h('tr', { key }, cells);
    });
    return h('table', null, h('thead', null, rows.slice(0, 1)), h('tbody', null, rows.slice(1)));
  }
}

/** Whether the children of a node stand in a line of text. */
function isPhrase(parent: Parents): boolean {
  return !['root', 'blockquote', 'listItem', 'footnoteDefinition'].includes(parent.type);
}

/** The parts of a text never move: their place is their key. */
function keyed(key: number | string, node: ReactNode): ReactNode {
  return typeof node === 'string' || node === null ? node : h(Fragment, { key }, node);
}
