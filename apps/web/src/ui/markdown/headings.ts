import type { Element, Nodes } from 'hast';

const heading = /^h[1-6]$/;

/**
 * Moves a text's headings below the page's own h1 and h2, closing gaps: whatever levels it uses,
 * its highest becomes h3, the next h4, and so on.
 */
export function lowerHeadings(tree: Nodes): void {
  const found: Element[] = [];
  const walk = (node: Nodes): void => {
    if (node.type === 'element' && heading.test(node.tagName)) found.push(node);
    if ('children' in node) for (const child of node.children) walk(child);
  };
  walk(tree);
  const levels = [...new Set(found.map((node) => node.tagName))].sort();
  for (const node of found) node.tagName = `h${Math.min(6, 3 + levels.indexOf(node.tagName))}`;
}
