/** A step of a response: positions in UTF-16 units of the content, `end` after its last character. */
export interface Step {
  readonly start: number;
  readonly end: number;
}

const fence = /^ {0,3}(`{3,}|~{3,})/;

// An item of a list at the outer level.
const item = /^ {0,3}(\d{1,3}[.)]|[-*+•])\s+\S/;

/**
 * The steps of a response for step-by-step judging: its paragraphs, that is runs of lines between blank ones, and in them
 * each item of a list; a fenced code block stays with the step it stands in. A text that is one such step but has more
 * than one line has its lines as steps, as in PRM800K. Blank texts have none.
 */
export function stepsOf(content: string): Step[] {
  const steps = runsOf(content, (line) => item.test(line));
  if (steps.length !== 1) return steps;
  const lines = runsOf(content, () => true);
  return lines.length > 1 ? lines : steps;
}

/** Runs of lines between blank ones; a line that `begins` a run ends the one before. Lines inside a fence never do. */
function runsOf(content: string, begins: (line: string) => boolean): Step[] {
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
    } else if (open === null || (!wasInside && begins(line))) {
      if (open !== null) steps.push(open);
      open = { start: at, end: at + line.length };
    } else open.end = at + line.length;
    at += line.length + 1;
  }
  if (open !== null) steps.push(open);
  return steps;
}
