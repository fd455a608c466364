import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Extension as TreeExtension } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

type SyntaxExtension = ReturnType<typeof gfm>;

/** What formulas add to the language. */
export interface MathSyntax {
  syntax: SyntaxExtension;
  tree: TreeExtension;
}

/** Markdown with tables, task lists, footnotes and bare addresses as a tree; every node knows its place in the text. */
export function parseMarkdown(text: string, math: MathSyntax | null): Root {
  return fromMarkdown(text, {
    extensions: math === null ? [gfm()] : [gfm(), math.syntax],
    mdastExtensions: math === null ? [gfmFromMarkdown()] : [gfmFromMarkdown(), math.tree],
  });
}
