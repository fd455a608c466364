/** Where two texts say the same: so far down the one is so far down the other. */
export type Anchor = readonly [from: number, to: number];

/**
 * How far to scroll the one text when the other is scrolled to `top`: evenly between the anchors around it.
 * Anchors go upwards in both; the first and last are the ends.
 */
export function followed(top: number, anchors: readonly Anchor[]): number {
  let [before] = anchors;
  for (const anchor of anchors) {
    if (before !== undefined && anchor[0] >= top) {
      const [from, to] = before;
      const share = anchor[0] === from ? 0 : (top - from) / (anchor[0] - from);
      return to + (anchor[1] - to) * share;
    }
    before = anchor;
  }
  return before?.[1] ?? 0;
}

/** Headings that both texts have in the same order, as pairs of places; without any, only the ends. */
export function anchorsBetween(leader: HTMLElement, follower: HTMLElement): Anchor[] {
  const ends: Anchor = [roomOf(leader), roomOf(follower)];
  const ours = headingsOf(leader);
  const theirs = headingsOf(follower);
  const sameNumber = ours.length === theirs.length;
  const anchors: Anchor[] = [[0, 0]];
  let from = 0;
  for (const [index, heading] of ours.entries()) {
    const found = sameNumber
      ? index
      : theirs.findIndex(({ text }, place) => place >= from && text === heading.text);
    const other = theirs[found];
    const last = anchors.at(-1);
    if (other === undefined || last === undefined) continue;
    from = found + 1;
    if (heading.top > last[0] && other.top > last[1] && heading.top < ends[0] && other.top < ends[1])
      anchors.push([heading.top, other.top]);
  }
  return [...anchors, ends];
}

function headingsOf(body: HTMLElement): { top: number; text: string }[] {
  const start = body.getBoundingClientRect().top - body.scrollTop;
  return [...body.querySelectorAll('h3, h4, h5, h6')].map((heading) => ({
    top: heading.getBoundingClientRect().top - start,
    text: heading.textContent.trim().toLowerCase(),
  }));
}

function roomOf(body: HTMLElement): number {
  return Math.max(0, body.scrollHeight - body.clientHeight);
}

/** Keeps the answers of the visible pair together while one of them is scrolled. Returns the way to stop. */
export function syncScrolling(stage: HTMLElement): () => void {
  // What we scrolled ourselves reports a scroll as well; that leads nowhere.
  const ours = new WeakMap<Element, number>();
  const onScroll = ({ target: leader }: Event): void => {
    if (!(leader instanceof HTMLElement) || leader.dataset['place'] === undefined) return;
    const set = ours.get(leader);
    ours.delete(leader);
    if (set !== undefined && Math.abs(set - leader.scrollTop) < 2) return;
    const others = leader.closest('[data-visible]')?.querySelectorAll<HTMLElement>('[data-place]') ?? [];
    for (const follower of others) {
      if (follower === leader) continue;
      const top = Math.round(followed(leader.scrollTop, anchorsBetween(leader, follower)));
      if (Math.abs(top - follower.scrollTop) < 1) continue;
      follower.scrollTop = top;
      ours.set(follower, follower.scrollTop);
    }
  };
  stage.addEventListener('scroll', onScroll, { capture: true, passive: true });
  return () => stage.removeEventListener('scroll', onScroll, { capture: true });
}
