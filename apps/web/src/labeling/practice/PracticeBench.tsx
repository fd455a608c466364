import type { Answer, Details } from '@pairwright/contract/judgment';
import { useRef, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { AnswerPanel } from '../answer/AnswerPanel.tsx';
import barStyles from '../desk/bar.module.css';
import styles from '../desk/bench.module.css';
import { onPreferencesChange, preferences } from '../desk/preferences.ts';
import { useBenchShortcuts, useHearing } from '../desk/use-bench-shortcuts.ts';
import { useCommands } from '../desk/use-commands.ts';
import { layoutFor, narrowest, panelBeside, useWidth } from '../desk/use-stage-size.ts';
import { PairPane } from '../pane/PairPane.tsx';
import { BenchContext } from '../session/bench-context.ts';
import type { Work } from '../session/session.ts';
import { nothing, usePracticeDesk } from './practice-desk.ts';

/** A key or button that is not an answer. */
export type PracticeTool = 'undo' | 'skip' | 'flag' | 'guidelines' | 'next';

interface PracticeBenchProps {
  work: Work;
  /** There is feedback: Enter goes on. */
  answered: boolean;
  /** Ratings where they are the answer. */
  onAnswer: (answer: Answer, ratings: Details['ratings']) => void;
  onTool: (tool: PracticeTool) => void;
  /** Stands above the pair: what to do, what came of it. */
  children: ReactNode;
}

/** A desk for one work whose answers are practice: they go to `onAnswer` and nowhere else. */
export function PracticeBench({ work, answered, onAnswer, onTool, children }: PracticeBenchProps) {
  const { bench, desk } = usePracticeDesk(work, { onAnswer });
  const { chosen, place, stage, scale, width, layout } = useScreen();
  const commands = useCommands({
    controller: bench.controller,
    entry: desk,
    layout,
    narrow: width < narrowest,
    hasPair: true,
    open: nothing,
    toggleGuidelines: () => onTool('guidelines'),
    stage,
    scale,
  });
  useBenchShortcuts(bench.registry, work.question.form.main, {
    ...commands,
    submit: (press) => (answered ? onTool('next') : commands.submit(press)),
    undo: () => {
      if (answered) desk.change((entry) => ({ ...entry, answer: null }));
      else desk.undoChange();
      onTool('undo');
    },
    skip: () => onTool('skip'),
    flag: () => onTool('flag'),
    back: nothing,
    forward: nothing,
  });
  useHearing(bench.registry, null);
  return (
    <BenchContext value={bench}>
      <div className={styles['work']} ref={place} data-beside={panelBeside(work.question.form.main, width)}>
        {children}
        <div ref={stage} className={styles['stage']}>
          <PairPane
            work={work}
            visible
            reachable
            covered={false}
            layout={layout}
            rendering={chosen.rendering}
            promptOpen={chosen.promptOpen}
            invisible={chosen.invisible}
            place={0}
            onFallback={nothing}
            onBroken={nothing}
          />
        </div>
        <div className={barStyles['bar']}>
          <AnswerPanel desk={desk} work={work} groupRef={scale} notice={null} />
        </div>
      </div>
    </BenchContext>
  );
}

function useScreen() {
  const chosen = useSyncExternalStore(onPreferencesChange, preferences);
  const place = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const scale = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const wanted = layoutFor(width, chosen.layout);
  // One answer at a time has a switcher of its own in the workbench.
  return {
    chosen,
    place,
    stage,
    scale,
    width,
    layout: wanted === 'one_at_a_time' ? 'stacked' : wanted,
  } as const;
}
