import type { Nodes, Root } from 'mdast';
import { mathSyntax } from './math-syntax.ts';
import { parseMarkdown } from './parse-markdown.ts';

export interface ParseRequest {
  number: number;
  text: string;
  /** With formulas. */
  math: boolean;
  /** Every node is to know its place in the text. */
  places: boolean;
}

export interface ParseAnswer {
  number: number;
  /** Null where the text cannot be parsed. */
  tree: Root | null;
}

addEventListener('message', ({ data }: MessageEvent<ParseRequest>) => {
  const answer: ParseAnswer = { number: data.number, tree: parse(data) };
  postMessage(answer);
});

function parse({ text, math, places }: ParseRequest): Root | null {
  try {
    const tree = parseMarkdown(text, math ? mathSyntax : null);
    if (!places) withoutPlaces(tree);
    return tree;
  } catch {
    return null;
  }
}

/** They are most of what would have to be handed over. */
function withoutPlaces(node: Nodes): void {
  delete node.position;
  if ('children' in node) for (const child of node.children) withoutPlaces(child);
}
