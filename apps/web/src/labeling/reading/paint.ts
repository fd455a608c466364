import styles from './reading.module.css';

/** What texts can be marked with; the look of each is in the style sheet. */
export type Mark = 'find' | 'find-current' | 'only-a' | 'only-b';

/** The highlights that browsers draw themselves, without touching the document. */
const drawn = typeof CSS !== 'undefined' && 'highlights' in CSS;

const boxes = new Map<Mark, HTMLElement[]>();

/** Marks these stretches of text, and no others, with a mark. */
export function paint(mark: Mark, ranges: readonly Range[]): void {
  if (drawn) {
    if (ranges.length === 0) CSS.highlights.delete(`pair-${mark}`);
    else CSS.highlights.set(`pair-${mark}`, new Highlight(...ranges));
    return;
  }
  for (const box of boxes.get(mark) ?? []) box.remove();
  boxes.set(
    mark,
    ranges.flatMap((range) => boxesFor(range, mark)),
  );
}

/** Older browsers: a box over each line of the stretch, in the text's own scroller, so that it moves along. */
function boxesFor(range: Range, mark: Mark): HTMLElement[] {
  const home = range.startContainer.parentElement?.closest<HTMLElement>('[data-text], [data-prompt-text]');
  if (home == null) return [];
  const origin = home.getBoundingClientRect();
  return [...range.getClientRects()].map((rect) => {
    const box = document.createElement('div');
    box.className = `${styles['box'] ?? ''} ${styles[mark] ?? ''}`;
    box.ariaHidden = 'true';
    box.style.top = `${rect.top - origin.top}px`;
    box.style.left = `${rect.left - origin.left}px`;
    box.style.width = `${rect.width}px`;
    box.style.height = `${rect.height}px`;
    home.append(box);
    return box;
  });
}
