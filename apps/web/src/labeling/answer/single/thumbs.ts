import type { Answer } from '@pairwright/contract/judgment';
import type { Shortcut, ShortcutEvent } from '../../shortcuts/registry.ts';
import type { AnyChoice } from '../choices.ts';

const good: AnyChoice = {
  id: 'thumbs-up',
  answer: { outcome: 'thumbs', up: true },
  chords: ['1'],
  glyph: '+',
  side: null,
  strength: 0,
};
const bad: AnyChoice = {
  id: 'thumbs-down',
  answer: { outcome: 'thumbs', up: false },
  chords: ['2'],
  glyph: '−',
  side: null,
  strength: 0,
};
const cannot: AnyChoice = {
  id: 'thumbs-cannot',
  answer: { outcome: 'cannot_judge' },
  chords: ['n'],
  glyph: null,
  side: null,
  strength: 0,
};

/** What can be said of one answer: good, not good, and where the question allows it that one cannot say. */
export function thumbsChoices(allowCannotJudge: boolean): readonly AnyChoice[] {
  return allowCannotJudge ? [good, bad, cannot] : [good, bad];
}

export function isChosen(choice: AnyChoice, selected: Answer | null): boolean {
  const { answer } = choice;
  if (selected === null || selected.outcome !== answer.outcome) return false;
  return selected.outcome !== 'thumbs' || answer.outcome !== 'thumbs' || selected.up === answer.up;
}

export function thumbShortcuts(
  choices: readonly AnyChoice[],
  choose: (choice: AnyChoice, press: ShortcutEvent) => void,
): Shortcut[] {
  const labels = {
    'thumbs-up': 'labeling-single.good',
    'thumbs-down': 'labeling-single.bad',
    'thumbs-cannot': 'labeling-single.cannot_judge',
  } as const;
  return choices.map((choice) => ({
    id: choice.id,
    scope: 'screen',
    chords: choice.chords,
    label: labels[choice.id as keyof typeof labels],
    hearsRepeat: true,
    run: (press) => choose(choice, press),
  }));
}
