import type { Attention } from '../session/attention.ts';
import { isSparing, layOutNow, layOutPiece } from './sparing.ts';
import { seePane } from './turns/near.ts';

function visiblePane(stage: HTMLElement): HTMLElement | null {
  return stage.querySelector<HTMLElement>('[data-visible]');
}

/** What is out of sight waits for its layout no longer: somebody scrolls. */
export function layOutVisible(stage: HTMLElement): void {
  const pane = visiblePane(stage);
  if (pane !== null) layOutNow(pane);
}

/** Lays out a little of what the visible pane has spared so far; true while there is more. */
export function layOutMore(stage: HTMLElement): boolean {
  const pane = visiblePane(stage);
  return pane !== null && isSparing(pane) && layOutPiece(pane);
}

/** The visible pane has come to be seen: what is far in it may be made ready. */
export function seeVisible(stage: HTMLElement): void {
  const pane = visiblePane(stage);
  if (pane !== null) seePane(pane);
}

/** Notes how much of each response has come into view. */
export function measureSeen(stage: HTMLElement, attention: Attention, id: string): void {
  const pane = visiblePane(stage);
  if (pane === null || pane.dataset['assignment'] !== id || pane.dataset['covered'] !== undefined) return;
  const paneBottom = pane.getBoundingClientRect().bottom;
  for (const body of pane.querySelectorAll<HTMLElement>('[data-place]')) {
    const text = body.firstElementChild?.getBoundingClientRect();
    // Behind another answer: nobody sees it.
    if (text === undefined || body.getClientRects().length === 0) continue;
    const bottom = Math.min(paneBottom, body.getBoundingClientRect().bottom, text.bottom);
    const share = text.height === 0 ? 1 : (bottom - text.top) / text.height;
    const place = Number(body.dataset['place']);
    const rounded = Math.round(share * 1000) / 1000;
    if (isSparing(pane)) attention.roughlySeen(id, place, rounded);
    else attention.seen(id, place, rounded);
  }
}

/** Pages both answers at once, or the whole pane where they are stacked. */
export function page(stage: HTMLElement | null, direction: 1 | -1): void {
  const pane = stage === null ? null : visiblePane(stage);
  if (pane === null) return;
  // Answers scroll each by itself, or together where they are aligned turn by turn.
  const bodies = [...pane.querySelectorAll<HTMLElement>('[data-place], [data-aligned]')].filter(
    (body) => body.scrollHeight > body.clientHeight + 1 && getComputedStyle(body).overflowY === 'auto',
  );
  for (const scroller of bodies.length === 0 ? [pane] : bodies) {
    scroller.scrollBy({ top: direction * scroller.clientHeight * 0.9 });
  }
}

/** `prompt`, or the small letter of a response. */
export type Part = string;

/** Brings a part of the stacked pair to the top. */
export function jumpTo(stage: HTMLElement | null, part: Part): void {
  const target =
    stage === null ? null : visiblePane(stage)?.querySelector<HTMLElement>(`[data-part="${part}"]`);
  target?.scrollIntoView({ block: 'start' });
  target?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
}
