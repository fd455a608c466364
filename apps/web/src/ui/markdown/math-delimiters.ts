/**
 * Language models write formulas as `\(…\)`, `\[…\]`, `$…$` and `$$…$$`. The parser knows only dollars, and single
 * dollars are also money. So everything that is surely a formula becomes `$$…$$`; code is left alone.
 * Lengths are bounded, so that a text full of openings without ends stays quick.
 */
const code = String.raw`(?<code>^ {0,3}(?<fence>\x60{3,}|~{3,})[\s\S]*?(?:^ {0,3}\k<fence>[\x60~]* *$|$(?![\s\S]))|(?<ticks>\x60+)(?!\x60)[\s\S]{0,4000}?[^\x60]\k<ticks>(?!\x60))`;
const bracket = String.raw`\\\[(?<bracket>[\s\S]{1,4000}?)\\\]`;
const paren = String.raw`\\\((?<paren>(?:[^\n]|\n(?!\n)){1,1000}?)\\\)`;
const doubled = String.raw`(?<doubled>\$\$[\s\S]{1,4000}?\$\$)`;
// As pandoc has it: no space inside the dollars, no digit after, nothing escaped.
const single = String.raw`(?<![\\$\w])\$(?<single>(?![\s$])(?:[^$\n\\]|\\.){1,500}?(?<![\s\\]))\$(?![\d$])`;

function pattern(): RegExp {
  return new RegExp([code, bracket, paren, doubled, single].join('|'), 'gm');
}

/** Whether the text holds anything that is to be set as a formula. */
export function hasMath(text: string): boolean {
  if (!/\$|\\\(|\\\[|```math/.test(text)) return false;
  if (/^ {0,3}```math/m.test(text)) return true;
  for (const match of text.matchAll(pattern())) if (match.groups?.['code'] === undefined) return true;
  return false;
}

/** One replacement of `unifyMath`: what stands from one position to before another, and what comes there instead. */
export interface MathEdit {
  from: number;
  to: number;
  text: string;
}

/** What `unifyMath` changes, in the text's order. */
export function mathEdits(text: string): MathEdit[] {
  const edits: MathEdit[] = [];
  for (const match of text.matchAll(pattern())) {
    const { bracket: block, paren: inline, single: money } = match.groups ?? {};
    const tex = inline ?? money;
    if (block === undefined && tex === undefined) continue;
    const unified = block === undefined ? `$$${(tex ?? '').trim()}$$` : `\n$$\n${block.trim()}\n$$\n`;
    edits.push({ from: match.index, to: match.index + match[0].length, text: unified });
  }
  return edits;
}

/** Rewrites every formula's delimiters to double dollars. For display only; the stored text is never touched. */
export function unifyMath(text: string): string {
  let unified = '';
  let from = 0;
  for (const edit of mathEdits(text)) {
    unified += text.slice(from, edit.from) + edit.text;
    from = edit.to;
  }
  return unified + text.slice(from);
}
