/** A step of a response: positions in UTF-16 units of the content, `end` after its last character. */
export interface Step {
  readonly start: number;
  readonly end: number;
}

const fence = /^ {0,3}(`{3,}|~{3,})/;

/**
 * The steps of a response for step-by-step judging: its paragraphs, that is runs of lines between blank ones, where a
 * fenced code block stays with the paragraph it stands in. A text without blank lines but with more than one line has its
 * lines as steps, as in PRM800K. Blank texts have none.
 */
export function stepsOf(content: string): Step[] {
  const paragraphs = runsOf(content, (line) => line.trim() === '');
  if (paragraphs.length !== 1) return paragraphs;
  const lines = runsOf(content, null);
  return lines.length > 1 ? lines : paragraphs;
}

/** Runs of lines; `isBreak` null: every line that is not blank by itself. Lines inside a fence never break. */
function runsOf(content: string, isBreak: ((line: string) => boolean) | null): Step[] {
  const steps: Step[] = [];
  let open: { start: number; end: number } | null = null;
  let inside: string | null = null;
  let at = 0;
  for (const line of content.split('\n')) {
    const mark = fence.exec(line)?.[1];
    const wasInside = inside !== null;
    if (mark !== undefined && inside === null) inside = mark;
    else if (mark !== undefined && inside !== null && mark.startsWith(inside)) inside = null;
    const within = wasInside || inside !== null;
    if (line.trim() === '' && !within) {
      if (open !== null) steps.push(open);
      open = null;
    } else if (open === null || (isBreak === null && !wasInside)) {
      if (open !== null) steps.push(open);
      open = { start: at, end: at + line.length };
    } else open.end = at + line.length;
    at += line.length + 1;
  }
  if (open !== null) steps.push(open);
  return steps;
}
