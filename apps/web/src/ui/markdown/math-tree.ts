import katex, { type KatexOptions } from 'katex';

/** What KaTeX draws before it becomes elements, as far as it is looked at here. */
interface Drawn {
  readonly attributes?: Record<string, string>;
  readonly style?: Record<string, string>;
  readonly children?: readonly Drawn[];
  toNode(): Node;
}

const toTree = (katex as unknown as { __renderToDomTree(tex: string, options: KatexOptions): Drawn })[
  '__renderToDomTree'
];

/**
 * A formula as elements without one style attribute, which the page's content policy forbids: KaTeX writes three of them, two of
 * those in the hidden MathML. Styles that are set property by property are allowed. Throws what KaTeX throws.
 */
export function formulaNode(tex: string, options: KatexOptions): Node {
  const tree = toTree(tex, options);
  restyle(tree);
  return tree.toNode();
}

function restyle(drawn: Drawn): void {
  const { attributes, style, children = [] } = drawn;
  const written = attributes?.['style'];
  if (attributes !== undefined && written !== undefined) {
    delete attributes['style'];
    // Seen is only the colour of a formula that is wrong.
    const [, color] = /^color:(.+)$/.exec(written) ?? [];
    if (style !== undefined && color !== undefined) style['color'] = color;
  }
  for (const child of children) restyle(child);
}
