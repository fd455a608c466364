import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Attention } from '../session/attention.ts';
import styles from '../desk/bench.module.css';
import type { Layout } from './layout.ts';
import type { PaneReports } from './PairPane.tsx';
import { PairPane } from './PairPane.tsx';
import { inFull, nothingSettled, towards } from './settled.ts';
import type { Ahead } from './settled.ts';
import { layOutMore, layOutVisible, measureSeen, seeVisible } from './stage-dom.ts';
import { whileIdle } from '../../ui/idle.ts';
import type { Work } from '../session/session.ts';

export interface StageProps extends PaneReports {
  current: Work | null;
  /** Whether it is known that the current one has been painted; what was taken back is to be seen anew. */
  seen: boolean;
  next: Work | null;
  afterNext: Work | null;
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

/** Whoever decides sooner, in ms, has no need of what stands far down. */
const momentMs = 600;

/** Where pairs are read. The next two and the one before are laid out, unseen. */
export function Stage(props: StageProps) {
  const { current, seen, next, afterNext, previous, textSize, focus, ...others } = props;
  const { attention, covers, cover, onPainted, stageRef, ...look } = others;
  const id = current?.id ?? null;
  // Taken over after the paint: a vote only uncovers what is laid out; all else comes when that is seen.
  const [settled, setSettled] = useState(nothingSettled);
  const painted = useRef<string | null>(null);
  usePaint(seen ? null : id, (shown, at) => {
    painted.current = shown;
    onPainted(shown, at);
    measureStage(stageRef, attention, shown);
    if (stageRef.current !== null) seeVisible(stageRef.current);
  });
  useLayoutEffect(() => {
    if (!seen) return;
    const step = towards(settled, { current, previous, next, afterNext });
    // One small step after the other, each kept: a large one in the background begins anew with every interruption.
    if (step === null) return;
    const timer = setTimeout(() => setSettled(step));
    return () => clearTimeout(timer);
  }, [seen, current, next, afterNext, previous, settled]);
  useFullLayout(id, stageRef, () => measureStage(stageRef, attention, painted.current));
  useEffect(() => {
    // What another layout, size or answer brings into view counts as well.
    if (painted.current === id) measureStage(stageRef, attention, id);
  });
  const laidOut = new Map<string, Ahead>();
  for (const one of [...settled.ahead, ...[settled.current, settled.previous, current].map(inFull)])
    if (one !== null) laidOut.set(one.work.id, one);
  return (
    <div
      ref={stageRef}
      className={styles['stage']}
      style={{ '--text-zoom': textSize / 100 } as React.CSSProperties}
      onScrollCapture={({ target, currentTarget }) => {
        if (
          target instanceof Element &&
          target.matches('[data-visible], [data-visible] :not([data-part="prompt"] *)')
        )
          layOutVisible(currentTarget);
        attention.sign(performance.now());
        measureStage(stageRef, attention, id);
      }}
    >
      {inPlace([...laidOut.values()]).map(({ work, answers }) => (
        <PairPane
          key={work.id}
          work={work}
          answers={answers}
          visible={work.id === id}
          covered={covers(work)}
          reachable={work.id === (settled.current?.id ?? id)}
          past={work.id === settled.previous?.id && work.id !== id}
          sparing
          {...look}
          place={focus?.id === work.id ? focus.place : 0}
        />
      ))}
      {cover}
    </div>
  );
}

/** Once a pair has been there for a moment, lays out the rest of it while the browser is idle. */
function useFullLayout(id: string | null, stage: StageProps['stageRef'], onDone: () => void): void {
  const latest = useRef(onDone);
  useEffect(() => {
    latest.current = onDone;
  });
  useEffect(() => {
    if (id === null) return;
    let stop: (() => void) | null = null;
    const timer = setTimeout(() => {
      stop = whileIdle(() => {
        const more = stage.current !== null && layOutMore(stage.current);
        if (!more) latest.current();
        return more;
      });
    }, momentMs);
    return () => {
      clearTimeout(timer);
      stop?.();
    };
  }, [id, stage]);
}

function measureStage(stage: StageProps['stageRef'], attention: Attention, id: string | null): void {
  if (stage.current !== null && id !== null) measureSeen(stage.current, attention, id);
}

/** An order that never changes between two renders: moving a pane in the document would lay it out anew. */
function inPlace(panes: Ahead[]): Ahead[] {
  return panes.sort((a, b) => (a.work.id < b.work.id ? -1 : 1));
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
