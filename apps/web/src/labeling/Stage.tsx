import { useDeferredValue, useLayoutEffect, useRef } from 'react';
import type { Attention } from './attention.ts';
import styles from './bench.module.css';
import type { Layout } from './PairPane.tsx';
import { PairPane } from './PairPane.tsx';
import { measureSeen } from './stage-dom.ts';
import type { Work } from './session.ts';

export interface StageProps {
  current: Work | null;
  next: Work | null;
  previous: Work | null;
  layout: Layout;
  rendering: 'markdown' | 'raw';
  promptOpen: boolean;
  attention: Attention;
  /** The current pair is on the screen; `at` on the clock of `performance.now()`. */
  onPainted: (id: string, at: number) => void;
  stageRef: React.RefObject<HTMLDivElement | null>;
}

/** Where pairs are read. The next one and the one before are laid out, unseen. */
export function Stage({ current, next, previous, layout, rendering, promptOpen, attention, onPainted, stageRef }: StageProps) {
  // Deferred: a vote paints what is laid out already; the pair after that is prepared when there is time.
  const laterNext = useDeferredValue(next, null);
  const laterPrevious = useDeferredValue(previous, null);
  // The pair just left stays mounted for the moment: taking it down is not part of showing the next.
  const justLeft = useDeferredValue(current);
  const works = new Map<string, Work>();
  for (const work of [current, laterNext, justLeft, laterPrevious]) if (work !== null) works.set(work.id, work);
  const id = current?.id ?? null;
  usePaint(id, (shown, at) => {
    onPainted(shown, at);
    if (stageRef.current !== null) measureSeen(stageRef.current, attention, shown);
  });
  return (
    <div
      ref={stageRef}
      className={styles['stage']}
      onScrollCapture={() => {
        attention.sign(performance.now());
        if (id !== null && stageRef.current !== null) measureSeen(stageRef.current, attention, id);
      }}
    >
      {inPlace([...works.values()]).map((work) => (
        <PairPane
          key={work.id}
          work={work}
          visible={work.id === id}
          layout={layout}
          rendering={rendering}
          promptOpen={promptOpen}
        />
      ))}
    </div>
  );
}

/** An order that never changes between two renders: moving a pane in the document would lay it out anew. */
function inPlace(works: Work[]): Work[] {
  return works.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Calls back once the frame that shows `id` has been handed to the screen. */
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
