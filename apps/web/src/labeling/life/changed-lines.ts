import type { DiffPart } from '../reading/diff/word-diff.ts';

export interface LinePart {
  kind: DiffPart['kind'];
  text: string;
}

/** One line of the two texts together, or lines left out because nothing changed there. */
export type ChangedLine = { kind: 'line'; parts: readonly LinePart[] } | { kind: 'gap'; lines: number };

/** The lines in which something changed, with one line around them; the rest as gaps. */
export function changedLines(parts: readonly DiffPart[]): ChangedLine[] {
  const lines = linesOf(parts).filter((line) => !isBlank(line));
  const changed = lines.map((line) => line.some(({ kind, text }) => kind !== 'same' && text.trim() !== ''));
  const out: ChangedLine[] = [];
  lines.forEach((line, index) => {
    const near = changed[index - 1] === true || changed[index] === true || changed[index + 1] === true;
    const last = out.at(-1);
    if (near) out.push({ kind: 'line', parts: line });
    else if (last?.kind === 'gap') last.lines += 1;
    else out.push({ kind: 'gap', lines: 1 });
  });
  return out;
}

function linesOf(parts: readonly DiffPart[]): LinePart[][] {
  const lines: LinePart[][] = [[]];
  for (const { kind, text } of parts) {
    text.split('\n').forEach((piece, index) => {
      if (index > 0) lines.push([]);
      if (piece !== '') lines.at(-1)?.push({ kind, text: piece });
    });
  }
  return lines;
}

function isBlank(line: readonly LinePart[]): boolean {
  return line.every(({ text }) => text.trim() === '');
}
