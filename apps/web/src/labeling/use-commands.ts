import type { RefObject } from 'react';
import type { Controller } from './controller.ts';
import type { Layout } from './PairPane.tsx';
import { preferences, setPreferences } from './preferences.ts';
import { page } from './stage-dom.ts';
import type { BenchCommands } from './use-bench-shortcuts.ts';
import type { ChoiceState } from './use-choice.ts';

export type OpenDialog = 'skip' | 'flag' | 'keys' | null;

export interface Desk {
  controller: Controller;
  choice: ChoiceState;
  layout: Layout;
  hasPair: boolean;
  open: (dialog: OpenDialog) => void;
  toggleGuidelines: () => void;
  stage: RefObject<HTMLDivElement | null>;
  scale: RefObject<HTMLDivElement | null>;
}

/** What keys and buttons of the workbench do. */
export function useCommands(desk: Desk): BenchCommands {
  const { controller, choice, hasPair } = desk;
  const withPair = (dialog: OpenDialog): void => {
    if (hasPair) desk.open(dialog);
  };
  return {
    choose: ({ answer, id }, press) => {
      if (preferences().commit === 'instant') return choice.give(answer, press, 'key');
      choice.select(answer);
      desk.scale.current?.querySelector<HTMLElement>(`[data-choice="${id}"]`)?.focus();
    },
    submitFromField: (press) => {
      choice.leaveComment();
      if (choice.picked !== null && !press.repeat) choice.give(choice.picked, press, 'key');
    },
    leaveField: choice.leaveComment,
    undo: () => controller.undo(),
    skip: () => withPair('skip'),
    flag: () => withPair('flag'),
    back: () => void controller.back(),
    forward: () => void controller.forward(),
    page: (direction) => page(desk.stage.current, direction),
    guidelines: desk.toggleGuidelines,
    layout: () => setPreferences({ layout: desk.layout === 'stacked' ? 'side_by_side' : 'stacked' }),
    raw: () => setPreferences({ rendering: preferences().rendering === 'raw' ? 'markdown' : 'raw' }),
    comment: choice.openComment,
    keys: () => desk.open('keys'),
  };
}
