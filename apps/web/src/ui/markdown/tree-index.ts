import type { Definition, FootnoteDefinition, Nodes, Root } from 'mdast';

/** What has to be known of a whole text before its parts can be drawn. */
export interface TreeIndex {
  /** Addresses that links and images refer to by name. */
  definitions: ReadonlyMap<string, Definition>;
  /** Footnotes that something refers to, in the order of the first reference. */
  footnotes: readonly FootnoteDefinition[];
  /**
   * The level to draw each heading depth at. A text's headings go below the page's own h1 and h2, without gaps:
   * whatever depths it uses, its highest becomes h3, the next h4, and so on.
   */
  levels: ReadonlyMap<number, 3 | 4 | 5 | 6>;
}

export function indexTree(tree: Root): TreeIndex {
  const definitions = new Map<string, Definition>();
  const notes = new Map<string, FootnoteDefinition>();
  const asked = new Set<string>();
  const depths = new Set<number>();
  const walk = (node: Nodes): void => {
    // The first of two definitions holds.
    if (node.type === 'definition' && !definitions.has(node.identifier))
      definitions.set(node.identifier, node);
    if (node.type === 'footnoteDefinition' && !notes.has(node.identifier)) notes.set(node.identifier, node);
    if (node.type === 'footnoteReference') asked.add(node.identifier);
    if (node.type === 'heading') depths.add(node.depth);
    if ('children' in node) for (const child of node.children) walk(child);
  };
  walk(tree);
  const levels = new Map<number, 3 | 4 | 5 | 6>();
  for (const [place, depth] of [...depths].sort().entries())
    levels.set(depth, Math.min(6, 3 + place) as 3 | 4 | 5 | 6);
  return {
    definitions,
    footnotes: [...asked].flatMap((name) => notes.get(name) ?? []),
    levels,
  };
}
