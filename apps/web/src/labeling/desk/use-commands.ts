import type { RefObject } from 'react';
import type { Controller } from '../session/controller.ts';
import type { Layout } from '../pane/layout.ts';
import { preferences, setPreferences } from './preferences.ts';
import { nextLayout } from './use-stage-size.ts';
import { page } from '../pane/stage-dom.ts';
import type { BenchCommands } from './use-bench-shortcuts.ts';
import type { EntryDesk } from '../answer/use-entry.ts';

export type OpenDialog = 'skip' | 'flag' | 'keys' | 'recorded' | null;

export interface Bench {
  controller: Controller;
  entry: EntryDesk;
  layout: Layout;
  /** There is no room for two columns. */
  narrow: boolean;
  hasPair: boolean;
  open: (dialog: OpenDialog) => void;
  toggleGuidelines: () => void;
  stage: RefObject<HTMLDivElement | null>;
  scale: RefObject<HTMLDivElement | null>;
}

/** What keys and buttons of the workbench do. */
export function useCommands(bench: Bench): BenchCommands {
  const { controller, entry, hasPair } = bench;
  const withPair = (dialog: OpenDialog): void => {
    if (hasPair) bench.open(dialog);
  };
  return {
    choose: ({ answer, id }, press) => {
      if (preferences().commit === 'instant') return entry.giveAnswer(answer, press, 'key');
      entry.change((before) => ({ ...before, answer }));
      bench.scale.current?.querySelector<HTMLElement>(`[data-choice="${id}"]`)?.focus();
    },
    submit: (press) => {
      if (!press.repeat) entry.give(press, 'key');
    },
    submitFromField: (press) => {
      entry.leaveComment();
      if (!press.repeat) entry.give(press, 'key');
    },
    leaveField: entry.leaveComment,
    undo: () => {
      if (!entry.undoChange()) void controller.undo();
    },
    skip: () => withPair('skip'),
    flag: () => withPair('flag'),
    back: () => void controller.back(),
    forward: () => void controller.forward(),
    page: (direction) => page(bench.stage.current, direction),
    guidelines: bench.toggleGuidelines,
    layout: () => setPreferences({ layout: nextLayout(bench.layout, bench.narrow) }),
    raw: () => setPreferences({ rendering: preferences().rendering === 'raw' ? 'markdown' : 'raw' }),
    comment: entry.openComment,
    keys: () => bench.open('keys'),
    recorded: () => withPair('recorded'),
  };
}
