import 'katex/dist/katex.min.css';
import { formulaNode } from './math-tree.ts';

export { mathSyntax } from './math-syntax.ts';

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
 * Sets a formula into an element, node by node, never by markup. `trust: false`: no links, images or HTML from
 * formulas; the limits stop formulas that grow without end.
 */
export function setFormula(element: HTMLElement, tex: string, displayMode: boolean): void {
  element.replaceChildren(formula(tex, displayMode).cloneNode(true));
}

/** Sets a formula before it is needed. */
export function prepareFormula(tex: string, displayMode: boolean): void {
  try {
    formula(tex, displayMode);
  } catch {
    // Setting it will fail in the same way and show how it was written.
  }
}

function formula(tex: string, displayMode: boolean): HTMLElement {
  const key = `${displayMode ? 'd' : 'i'}${tex}`;
  let made = formulas.get(key);
  if (made === undefined) {
    made = document.createElement('span');
    made.append(formulaNode(tex, { ...settings, displayMode }));
    if (formulas.size >= mostFormulas) formulas.clear();
    formulas.set(key, made);
  }
  return made;
}
