import { common, createLowlight } from 'lowlight';

const lowlight = createLowlight(common);

export interface Token {
  text: string;
  className: string;
}

interface Node {
  type: string;
  value?: string;
  children?: Node[];
  properties?: { className?: string[] };
}

/** Cuts code into coloured pieces; null for a language nobody knows here. */
export function highlight(code: string, language: string): Token[] | null {
  if (!lowlight.registered(language)) return null;
  const tokens: Token[] = [];
  const walk = (node: Node, className: string): void => {
    if (node.type === 'text') tokens.push({ text: node.value ?? '', className });
    const own = node.properties?.className?.join(' ') ?? className;
    for (const child of node.children ?? []) walk(child, own);
  };
  walk(lowlight.highlight(language, code) as Node, '');
  return tokens;
}
