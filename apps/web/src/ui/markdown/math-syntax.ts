import { mathFromMarkdown } from 'mdast-util-math';
import { math } from 'micromark-extension-math';
import type { MathSyntax } from './parse-markdown.ts';

/** Loaded only when a text holds formulas. */
export const mathSyntax: MathSyntax = {
  syntax: math({ singleDollarTextMath: false }),
  tree: mathFromMarkdown(),
};
