import type { RankMove } from '@pairwright/domain/judgment/rank-moves';
import { useState } from 'react';
import type { PointerEvent } from 'react';

export interface RankDrag {
  /** The response on its way; null when none is. */
  place: number | null;
  /** Where it would land, as `data-drop` names it. */
  over: string | null;
  /** What the handle of a response listens to. Nothing but a handle can be dragged. */
  handle: (place: number) => {
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    onPointerCancel: () => void;
  };
}

const still = { place: null, over: null };

/** Drags responses by their handles onto what wears `data-drop`: `rank:2`, `before:2`, `tray`, `none`. */
export function useRankDrag(move: (place: number, to: RankMove) => void): RankDrag {
  const [drag, setDrag] = useState<{ place: number | null; over: string | null }>(still);
  return {
    ...drag,
    handle: (place) => ({
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ place, over: null });
      },
      onPointerMove: (event) => {
        if (drag.place !== place) return;
        const over = dropAt(event.clientX, event.clientY);
        if (over !== drag.over) setDrag({ place, over });
      },
      onPointerUp: (event) => {
        if (drag.place !== place) return;
        setDrag(still);
        const to = moveTo(dropAt(event.clientX, event.clientY));
        if (to !== null) move(place, to);
      },
      onPointerCancel: () => setDrag(still),
    }),
  };
}

function dropAt(x: number, y: number): string | null {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop]')?.dataset['drop'] ?? null;
}

function moveTo(drop: string | null): RankMove | null {
  if (drop === null) return null;
  if (drop === 'tray' || drop === 'none') return { to: drop };
  const [kind, rank] = drop.split(':');
  return { to: kind === 'before' ? 'before' : 'rank', rank: Number(rank) };
}
