import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { preferences } from '../src/labeling/desk/preferences.ts';
import { layoutFor, useWidth } from '../src/labeling/desk/use-stage-size.ts';
import { BenchPair } from '../src/labeling/pane/BenchPair.tsx';
import { ReadingLayer } from '../src/labeling/reading/ReadingLayer.tsx';
import { setView } from '../src/labeling/reading/view.ts';
import { StageRoom } from './story.tsx';
import type { RigParts } from './Rig.tsx';
import { project } from './samples/project.ts';

interface PaneProps extends RigParts {
  /** Tools for reading that are on. */
  reading?: 'diff' | 'find';
  /** Stands below, as the bar does. */
  children?: ReactNode;
}

/** The texts of a sample alone, in a room of a fixed height. */
export function Pane({ controller, registry, session, work, reading, children }: PaneProps) {
  const stage = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const width = useWidth(room);
  const layout = layoutFor(width, 'auto');
  const sitting = {
    controller,
    session,
    supply: { state: 'ready' as const, error: null, nothing: null },
    doneToday: 12,
    left: 340,
  };
  useEffect(() => {
    if (reading === 'diff') setView({ diff: work.id });
    if (reading === 'find') setView({ find: true });
  }, [reading, work.id]);
  return (
    <div ref={room}>
      <StageRoom>
        <BenchPair project={project} sitting={sitting} layout={layout} chosen={preferences()} stage={stage} />
      </StageRoom>
      {reading === undefined ? null : (
        <ReadingLayer
          work={work}
          stage={stage}
          layout={layout}
          chosen={preferences()}
          attention={controller.attention}
          registry={registry}
        />
      )}
      {children}
    </div>
  );
}
