import { startTransition, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Attention } from '../session/attention.ts';
import styles from '../desk/bench.module.css';
import type { Layout } from './layout.ts';
import type { PaneReports } from './PairPane.tsx';
import { PairPane } from './PairPane.tsx';
import { measureSeen } from './stage-dom.ts';
import type { Work } from '../session/session.ts';

export interface StageProps extends PaneReports {
  current: Work | null;
  /** Whether it is known that the current one has been painted; what was taken back is to be seen anew. */
  seen: boolean;
  next: Work | null;
  previous: Work | null;
  layout: Layout;
  rendering: 'markdown' | 'raw';
  promptOpen: boolean;
  invisible: boolean;
  /** In percent of the usual. */
  textSize: number;
  /** The answer in the foreground of an assignment, where one is shown at a time. */
  focus: { id: string; place: number } | null;
  attention: Attention;
  /** Whether a work is blurred until asked for. */
  covers: (work: Work) => boolean;
  /** Stands over the pair. */
  cover: ReactNode;
  /** The current pair is on the screen; `at` on the clock of `performance.now()`. */
  onPainted: (id: string, at: number) => void;
  stageRef: React.RefObject<HTMLDivElement | null>;
}

interface Settled {
  current: Work | null;
  next: Work | null;
  previous: Work | null;
}

/** Where pairs are read. The next one and the one before are laid out, unseen. */
export function Stage(props: StageProps) {
  const { current, seen, next, previous, textSize, focus, attention, covers, cover, ...others } = props;
  const { onPainted, stageRef, ...look } = others;
  const id = current?.id ?? null;
  // Taken over after the paint: a vote only uncovers what is laid out; all else comes when that is seen.
  const [settled, setSettled] = useState<Settled>({ current: null, next: null, previous: null });
  const painted = useRef<string | null>(null);
  const settle = (): void => startTransition(() => setSettled({ current, next, previous }));
  usePaint(seen ? null : id, (shown, at) => {
    painted.current = shown;
    onPainted(shown, at);
    measureStage(stageRef, attention, shown);
    settle();
  });
  useEffect(() => {
    if (painted.current === id) startTransition(() => setSettled({ current, next, previous }));
  }, [id, current, next, previous]);
  useEffect(() => {
    // What another layout, size or answer brings into view counts as well.
    if (painted.current === id) measureStage(stageRef, attention, id);
  });
  const works = new Map<string, Work>();
  for (const work of [current, settled.next, settled.current, settled.previous])
    if (work !== null) works.set(work.id, work);
  return (
    <div
      ref={stageRef}
      className={styles['stage']}
      style={{ '--text-zoom': textSize / 100 } as React.CSSProperties}
      onScrollCapture={() => {
        attention.sign(performance.now());
        measureStage(stageRef, attention, id);
      }}
    >
      {inPlace([...works.values()]).map((work) => (
        <PairPane
          key={work.id}
          work={work}
          visible={work.id === id}
          covered={covers(work)}
          reachable={work.id === (settled.current?.id ?? id)}
          {...look}
          place={focus?.id === work.id ? focus.place : 0}
        />
      ))}
      {cover}
    </div>
  );
}

function measureStage(stage: StageProps['stageRef'], attention: Attention, id: string | null): void {
  if (stage.current !== null && id !== null) measureSeen(stage.current, attention, id);
}

/** An order that never changes between two renders: moving a pane in the document would lay it out anew. */
function inPlace(works: Work[]): Work[] {
  return works.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Calls back once the frame that shows `id` has been handed to the screen; null: nothing is waited for. */
function usePaint(id: string | null, onPaint: (id: string, at: number) => void): void {
  const latest = useRef(onPaint);
  useLayoutEffect(() => {
    latest.current = onPaint;
  });
  useLayoutEffect(() => {
    if (id === null) return;
    const channel = new MessageChannel();
    // The frame's callback runs before painting; a message sent from it arrives after.
    channel.port1.onmessage = () => {
      markPaint();
      latest.current(id, performance.now());
    };
    const frame = requestAnimationFrame(() => channel.port2.postMessage(null));
    return () => {
      cancelAnimationFrame(frame);
      channel.port1.close();
    };
  }, [id]);
}

/** The moment of the decision that leads to the next paint, for measuring. */
export function markVote(at: number): void {
  performance.clearMarks('vote');
  performance.mark('vote', { startTime: at });
}

function markPaint(): void {
  if (performance.getEntriesByName('vote', 'mark').length === 0) return;
  performance.clearMarks('paint');
  performance.mark('paint');
  performance.measure('vote_to_paint', 'vote', 'paint');
  performance.clearMarks('vote');
}
