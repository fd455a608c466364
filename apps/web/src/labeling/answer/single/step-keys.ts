import type { StepLabel } from '@pairwright/contract/judgment';
import type { IconName } from '../../../ui/Icon.tsx';
import type { Chord } from '../../shortcuts/chord.ts';
import type { Shortcut } from '../../shortcuts/registry.ts';

/** The labels of a step as they are offered, with their keys. */
export const stepLabels: readonly { id: StepLabel; key: Chord; letter: Chord; icon: IconName }[] = [
  { id: 'right', key: '1', letter: 'r', icon: 'check' },
  { id: 'wrong', key: '2', letter: 'w', icon: 'close' },
  { id: 'neutral', key: '3', letter: 'n', icon: 'minus' },
];

export interface StepCommands {
  label: (label: StepLabel) => void;
  go: (by: -1 | 1) => void;
  cannot: () => void;
}

/** The keys of judging step by step; `N` says neutral, so that not being able to judge is with Shift. */
export function stepShortcuts(allowCannotJudge: boolean, commands: () => StepCommands | null): Shortcut[] {
  const labels = stepLabels.map(({ id, key, letter }): Shortcut => ({
    id: `step-${id}`,
    scope: 'screen',
    chords: [key, letter],
    label: `labeling-single.${id}`,
    run: () => commands()?.label(id),
  }));
  const go = (id: 'previous' | 'next', chord: Chord, by: -1 | 1): Shortcut => ({
    id: `step-${id}`,
    scope: 'screen',
    chords: [chord],
    label: `labeling-single.key_${id}`,
    hearsRepeat: true,
    run: () => commands()?.go(by),
  });
  const cannot: Shortcut = {
    id: 'step-cannot',
    scope: 'screen',
    chords: ['Shift+n'],
    label: 'labeling-single.cannot_judge',
    run: () => commands()?.cannot(),
  };
  return [
    ...labels,
    go('previous', 'ArrowUp', -1),
    go('next', 'ArrowDown', 1),
    ...(allowCannotJudge ? [cannot] : []),
  ];
}
