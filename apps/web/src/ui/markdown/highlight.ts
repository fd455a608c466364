import { common, createLowlight } from 'lowlight';

/** 37 languages: bash, c, cpp, csharp, css, go, java, javascript, json, kotlin, php, python, ruby, rust, sql, typescript … */
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

/** Names of languages that are not in the common set, their other names too. */
const rarer =
  /^(clojure|clj|cmake|dart|docker|dockerfile|elixir|exs?|erlang|erl|fortran|f90|f95|fsharp|fs|f#|groovy|haskell|hs|https?|julia|jl|latex|tex|lisp|matlab|nginx|nginxconf|ocaml|ml|powershell|pwsh|ps1?|proto|protobuf|scala|s?v|verilog|vim)$/i;
let allLoaded = false;

/** Cuts code into coloured pieces; null for a language nobody knows here. */
export async function highlight(code: string, language: string): Promise<Token[] | null> {
  if (!lowlight.registered(language)) {
    if (allLoaded || !rarer.test(language)) return null;
    lowlight.register((await import('./highlight-more.ts')).moreLanguages);
    allLoaded = true;
    if (!lowlight.registered(language)) return null;
  }
  const tokens: Token[] = [];
  const walk = (node: Node, className: string): void => {
    if (node.type === 'text') tokens.push({ text: node.value ?? '', className });
    const own = node.properties?.className?.join(' ') ?? className;
    for (const child of node.children ?? []) walk(child, own);
  };
  walk(lowlight.highlight(language, code) as Node, '');
  return tokens;
}
