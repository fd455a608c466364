import type { Answer } from '@pairwright/contract/judgment';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { useEffect, useRef, useState } from 'react';
import { extraChoices, scaleChoices } from '../../../labeling/answer/choices.ts';
import { preferences } from '../../../labeling/desk/preferences.ts';
import type { Chord } from '../../../labeling/shortcuts/chord.ts';
import { listenForShortcuts } from '../../../labeling/shortcuts/listen.ts';
import { ShortcutRegistry } from '../../../labeling/shortcuts/registry.ts';
import type { Shortcut } from '../../../labeling/shortcuts/registry.ts';
import { lettersAreAnswers, toolChord } from '../../../labeling/shortcuts/tool-chord.ts';

/** What keys can ask of a review. */
export interface ReviewCommands {
  choose: (answer: Answer) => void;
  decide: () => void;
  reveal: () => void;
  sendBack: () => void;
  practice: () => void;
  next: () => void;
  previous: () => void;
}

/** The keys of the tools, as they are said to people too. */
export const reviewKeys = { reveal: 'R', sendBack: 'B', practice: 'P', next: 'J', previous: 'K' } as const;

/** What a tool's key is where this is asked: letters that name answers, or say what a step is, send it to Shift. */
export function reviewKey(tool: keyof typeof reviewKeys, main: MainQuestion): Chord {
  const saysSteps = main.kind === 'single' && main.ask === 'steps';
  return toolChord(reviewKeys[tool].toLowerCase(), saysSteps || lettersAreAnswers(main));
}

/**
 * Hears the keys of a review while it is on screen: the digits of the workbench, without its letters for sides. Rankings and
 * single answers add their own to the registry.
 */
export function useReviewKeys(
  { main, decidable }: { main: MainQuestion; decidable: boolean },
  commands: ReviewCommands,
): ShortcutRegistry {
  const [registry] = useState(() => new ShortcutRegistry());
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(
    () => registry.register(shortcutsOf(main, decidable, () => latest.current)),
    [registry, main, decidable],
  );
  useEffect(
    () => listenForShortcuts(registry, { singleKeys: () => preferences().singleKeys, late: null }),
    [registry],
  );
  return registry;
}

function shortcutsOf(main: MainQuestion, decidable: boolean, commands: () => ReviewCommands): Shortcut[] {
  const fixed = { scope: 'screen', label: 'console-review.review', fixed: true } as const;
  const tools = (Object.keys(reviewKeys) as (keyof typeof reviewKeys)[]).map((id): Shortcut => ({
    ...fixed,
    id: `review-${id}`,
    chords: [reviewKey(id, main)],
    run: () => commands()[id](),
  }));
  const enter: Shortcut = {
    ...fixed,
    id: 'review-decide',
    chords: ['Enter'],
    run: () => commands().decide(),
  };
  if (!decidable || main.kind !== 'pair') return [...tools, enter];
  const choices = [...scaleChoices(main.scale), ...extraChoices(main.scale)].map((choice): Shortcut => ({
    ...fixed,
    id: choice.id,
    chords: choice.chords.slice(0, 1),
    run: () => commands().choose(choice.answer),
  }));
  return [...tools, enter, ...choices];
}
