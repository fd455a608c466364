const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Where the pages find their styles: none may stand in a page. */
export const STYLE_ADDRESS = '/docs/errors.css';
export const PAGE_STYLE = `:root { color-scheme: light dark; }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; }
code { font-size: 0.95em; padding: 0.1em 0.3em; border-radius: 0.25em; background: color-mix(in srgb, currentcolor 12%, transparent); }
`;

/** A whole page from the small part of Markdown that our error pages use: headings, paragraphs, lists, code. */
export function renderPage(title: string, markdown: string): string {
  const body = markdown
    .replaceAll('\r\n', '\n')
    .trim()
    .split(/\n{2,}/)
    .map(renderBlock)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · Pairwright</title>
<link rel="stylesheet" href="${STYLE_ADDRESS}">
</head>
<body>
<main>
${body}
</main>
<p><a href="/docs">API reference</a></p>
</body>
</html>
`;
}

function renderBlock(block: string): string {
  const heading = /^(#{1,3}) (.+)$/.exec(block);
  if (heading !== null) {
    const level = heading[1]?.length ?? 1;
    return `<h${level}>${renderInline(heading[2] ?? '')}</h${level}>`;
  }
  const lines = block.split('\n');
  if (lines.every((line) => line.startsWith('- ')))
    return `<ul>${lines.map((line) => `<li>${renderInline(line.slice(2))}</li>`).join('')}</ul>`;
  return `<p>${renderInline(lines.join(' '))}</p>`;
}

function renderInline(text: string): string {
  return escape(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char);
}
