import { cover, drawsHighlights } from '../../ui/cover.ts';
import styles from './reading.module.css';

/** What texts can be marked with; the look of each is in the style sheet. */
export type Mark = 'find' | 'find-current' | 'only-a' | 'only-b';

/** Takes away what covers the texts now, by mark. */
const uncover = new Map<Mark, readonly (() => void)[]>();

/** Marks these stretches of text, and no others, with a mark. */
export function paint(mark: Mark, ranges: readonly Range[]): void {
  if (drawsHighlights) {
    if (ranges.length === 0) CSS.highlights.delete(`pair-${mark}`);
    else CSS.highlights.set(`pair-${mark}`, new Highlight(...ranges));
    return;
  }
  for (const away of uncover.get(mark) ?? []) away();
  uncover.set(
    mark,
    ranges.map((range) => cover(range, styles[mark] ?? '')),
  );
}
