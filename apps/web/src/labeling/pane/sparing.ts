/**
 * A sparing pane lays out only what is near the window; what stands far down in its answers follows piece by piece while
 * the browser is idle, and it is a pane like any other then. So a pair comes to be seen in a fraction of the time.
 */
const sparing = 'data-sparing';
const laid = 'data-laid';
/** Named in pane.module.css as well. */
const far = `[data-text] > * > [data-message] > [data-blocks] > :nth-child(n + 7):not([${laid}])`;
const blocksAtOnce = 3;

/** Whether heights inside of it are partly guessed yet. */
export function isSparing(pane: HTMLElement): boolean {
  return pane.hasAttribute(sparing);
}

/** Lays out the next few blocks; true while the pane is sparing after that. */
export function layOutPiece(pane: HTMLElement): boolean {
  return layOut(pane, blocksAtOnce);
}

/** For what needs all heights at once. */
export function layOutNow(pane: HTMLElement): void {
  while (isSparing(pane)) layOut(pane, Number.POSITIVE_INFINITY);
}

function layOut(pane: HTMLElement, most: number): boolean {
  const blocks = [...pane.querySelectorAll(far)].slice(0, most);
  for (const block of blocks) block.setAttribute(laid, '');
  if (blocks.length < most) pane.removeAttribute(sparing);
  // Here rather than all together in the next frame.
  blocks.at(-1)?.getBoundingClientRect();
  return isSparing(pane);
}
