import katex from 'katex';
import 'katex/dist/katex.min.css';
import { mathFromMarkdown } from 'mdast-util-math';
import { math } from 'micromark-extension-math';
import type { MathSyntax } from './parse-markdown.ts';

/** Loaded only when a text holds formulas. */
export const mathSyntax: MathSyntax = {
  syntax: math({ singleDollarTextMath: false }),
  tree: mathFromMarkdown(),
};

const settings = {
  throwOnError: false,
  trust: false,
  strict: 'ignore',
  maxExpand: 500,
  maxSize: 20,
  errorColor: 'var(--danger)',
} as const;

const mostFormulas = 1000;
const formulas = new Map<string, HTMLElement>();

/**
 * Sets a formula into an element. Built node by node: parsing KaTeX's HTML instead would meet its style
 * attributes, which the page's content policy forbids. `trust: false`: no links, images or HTML from
 * formulas; the limits stop formulas that grow without end.
 */
export function setFormula(element: HTMLElement, tex: string, displayMode: boolean): void {
  const key = `${displayMode ? 'd' : 'i'}${tex}`;
  let made = formulas.get(key);
  if (made === undefined) {
    made = document.createElement('span');
    katex.render(tex, made, { ...settings, displayMode });
    if (formulas.size >= mostFormulas) formulas.clear();
    formulas.set(key, made);
  }
  element.replaceChildren(made.cloneNode(true));
}
