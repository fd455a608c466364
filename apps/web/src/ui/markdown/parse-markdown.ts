import type { Nodes } from 'hast';
import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import type { Components } from 'hast-util-to-jsx-runtime';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Extension as TreeExtension } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toHast } from 'mdast-util-to-hast';
import { gfm } from 'micromark-extension-gfm';
import type { ReactElement } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import { lowerHeadings } from './headings.ts';

type SyntaxExtension = ReturnType<typeof gfm>;

/** What formulas add to the language. */
export interface MathSyntax {
  syntax: SyntaxExtension;
  tree: TreeExtension;
}

export interface ParseOptions {
  components: Components;
  math: MathSyntax | null;
  footnoteLabel: string;
  /** Keeps the ids of this text apart from those of others on the page. */
  idPrefix: string;
}

/**
 * Markdown with tables, task lists, footnotes and bare addresses to React elements: the parts that the usual
 * component is made of, without what a page that only reads has no use for (5 kB before the first vote).
 */
export function parseMarkdown(text: string, options: ParseOptions): ReactElement {
  const { components, math, footnoteLabel, idPrefix } = options;
  const tree = fromMarkdown(text, {
    extensions: math === null ? [gfm()] : [gfm(), math.syntax],
    mdastExtensions: math === null ? [gfmFromMarkdown()] : [gfmFromMarkdown(), math.tree],
  });
  const page = toHast(tree, { allowDangerousHtml: true, clobberPrefix: idPrefix, footnoteLabel });
  htmlToText(page);
  lowerHeadings(page);
  return toJsxRuntime(page, {
    Fragment,
    jsx,
    jsxs,
    components,
    ignoreInvalidStyle: true,
    passKeys: true,
    passNode: true,
  });
}

/** HTML in somebody's text is text: shown, never made into elements. */
function htmlToText(node: Nodes): void {
  if (!('children' in node)) return;
  node.children.forEach((child, index) => {
    if (child.type === 'raw') node.children[index] = { type: 'text', value: child.value };
    else htmlToText(child);
  });
}
