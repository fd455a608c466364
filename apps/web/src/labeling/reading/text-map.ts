/** The text of an element as it is read, and where each piece of it stands in the document. */
export interface TextMap {
  text: string;
  pieces: readonly { node: Text; from: number }[];
}

const blocks =
  /^(?:P|DIV|LI|UL|OL|H[1-6]|TR|TD|TH|TABLE|PRE|BLOCKQUOTE|SECTION|HR|BR|MATH|FIGURE|DETAILS|SUMMARY)$/i;
/** Not part of what was written: names of languages and speakers, buttons, the second copy of a formula. */
const aside = '[data-aside], .katex-mathml, svg, kbd, [aria-hidden="true"]:not(.katex-html)';

/** Maps a text. Blocks are kept apart by line breaks, so that nothing is found across them. */
export function mapText(root: Element): TextMap {
  const pieces: { node: Text; from: number }[] = [];
  let text = '';
  const walk = (node: Node): void => {
    if (node instanceof Text) {
      if (node.data === '') return;
      pieces.push({ node, from: text.length });
      text += node.data;
      return;
    }
    if (!(node instanceof Element) || node.matches(aside)) return;
    const block = blocks.test(node.tagName);
    if (block && text !== '' && !text.endsWith('\n')) text += '\n';
    for (const child of node.childNodes) walk(child);
    if (block && text !== '' && !text.endsWith('\n')) text += '\n';
  };
  for (const child of root.childNodes) walk(child);
  return { text, pieces };
}

/** The stretch of text from `from` to `to`, one range for each piece of the document it touches. */
export function rangesOf({ pieces }: TextMap, from: number, to: number): Range[] {
  const ranges: Range[] = [];
  for (let index = firstAt(pieces, from); index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (piece === undefined || piece.from >= to) break;
    const start = Math.max(0, from - piece.from);
    const end = Math.min(piece.node.data.length, to - piece.from);
    if (start >= end) continue;
    const range = new Range();
    range.setStart(piece.node, start);
    range.setEnd(piece.node, end);
    ranges.push(range);
  }
  return ranges;
}

/** The last piece that starts at or before a place. */
function firstAt(pieces: TextMap['pieces'], at: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pieces[middle]?.from ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
