import katex from 'katex';
import 'katex/dist/katex.min.css';
import type { Options } from 'react-markdown';
import remarkMath from 'remark-math';

type Plugin = NonNullable<Options['remarkPlugins']>[number];

/** Loaded only when a text holds formulas. */
export const remarkPlugin: Plugin = [remarkMath, { singleDollarTextMath: false }];

/**
 * Sets a formula into an element. Built node by node: parsing KaTeX's HTML instead would meet its style
 * attributes, which the page's content policy forbids. `trust: false`: no links, images or HTML from
 * formulas; the limits stop formulas that grow without end.
 */
export function setFormula(element: HTMLElement, tex: string, displayMode: boolean): void {
  katex.render(tex, element, {
    displayMode,
    throwOnError: false,
    trust: false,
    strict: 'ignore',
    maxExpand: 500,
    maxSize: 20,
    errorColor: 'var(--danger)',
  });
}
