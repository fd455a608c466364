import type { MainQuestion, Scale } from '@pairwright/contract/question-form';
import { useEffect, useRef } from 'react';
import { choiceText, extraChoices, scaleChoices } from '../answer/choices.ts';
import type { Choice } from '../answer/choices.ts';
import { preferences } from './preferences.ts';
import { listenForShortcuts } from '../shortcuts/listen.ts';
import type { LateTools } from '../shortcuts/late-key.ts';
import type { Shortcut, ShortcutEvent, ShortcutRegistry } from '../shortcuts/registry.ts';
import { lettersAreAnswers, toolChord } from '../shortcuts/tool-chord.ts';

/** What keys can ask of the workbench. */
export interface BenchCommands {
  choose: (choice: Choice, event: ShortcutEvent) => void;
  submit: (event: ShortcutEvent) => void;
  submitFromField: (event: ShortcutEvent) => void;
  leaveField: () => void;
  undo: () => void;
  skip: () => void;
  flag: () => void;
  back: () => void;
  forward: () => void;
  page: (direction: 1 | -1) => void;
  guidelines: () => void;
  layout: () => void;
  raw: () => void;
  comment: () => void;
  keys: () => void;
  recorded: () => void;
}

/** Registers the workbench's keys while it is on screen. */
export function useBenchShortcuts(
  registry: ShortcutRegistry,
  main: MainQuestion | null,
  commands: BenchCommands,
): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    if (main?.kind !== 'pair') return undefined;
    return registry.register(choiceShortcuts(main.scale, () => latest.current));
  }, [registry, main]);
  const shifted = lettersAreAnswers(main);
  useEffect(() => registry.register(toolShortcuts(() => latest.current, shifted)), [registry, shifted]);
}

/** Hears keys while the workbench is on screen. */
export function useHearing(registry: ShortcutRegistry, late: LateTools | null): void {
  useEffect(
    () => listenForShortcuts(registry, { singleKeys: () => preferences().singleKeys, late }),
    [registry, late],
  );
}

/** Commands that need nothing but being asked. */
type PlainCommand =
  | 'undo'
  | 'skip'
  | 'flag'
  | 'back'
  | 'forward'
  | 'guidelines'
  | 'layout'
  | 'raw'
  | 'comment'
  | 'keys';

function choiceShortcuts(scale: Scale, commands: () => BenchCommands): Shortcut[] {
  return [...scaleChoices(scale), ...extraChoices(scale)].map((choice) => ({
    id: choice.id,
    scope: 'screen',
    chords: choice.chords,
    label: choiceText(choice, scale.points, (key) => key) as Shortcut['label'],
    hearsRepeat: true,
    run: (event) => commands().choose(choice, event),
  }));
}

function toolShortcuts(commands: () => BenchCommands, shifted: boolean): Shortcut[] {
  const tool = (id: PlainCommand, chord: string, label: Shortcut['label']): Shortcut => {
    return { id, scope: 'screen', chords: [toolChord(chord, shifted)], label, run: () => commands()[id]() };
  };
  return [
    tool('undo', 'u', 'labeling.undo'),
    { ...tool('undo', 'Ctrl+z', 'labeling.undo'), id: 'undo-ctrl', always: true },
    tool('skip', 's', 'labeling.skip'),
    tool('flag', 'f', 'labeling.flag'),
    tool('back', 'ArrowLeft', 'labeling.history_back'),
    tool('forward', 'ArrowRight', 'labeling.history_forward'),
    { ...tool('guidelines', 'g', 'labeling.guidelines'), overDesk: true },
    tool('layout', 'l', 'labeling.layout'),
    tool('raw', 'm', 'labeling.raw'),
    tool('comment', 'c', 'labeling.comment'),
    { ...tool('keys', '?', 'labeling.key_help'), overDesk: true },
    pageShortcut('page', { chord: ' ', label: 'labeling.key_page', run: () => commands().page(1) }),
    pageShortcut('page-up', {
      chord: 'Shift+ ',
      label: 'labeling.key_page_up',
      run: () => commands().page(-1),
    }),
    {
      id: 'submit',
      scope: 'screen',
      chords: ['Enter'],
      label: 'labeling.key_submit',
      run: (event) => commands().submit(event),
    },
    {
      id: 'field-submit',
      scope: 'field',
      chords: ['Ctrl+Enter'],
      label: 'labeling.key_submit',
      always: true,
      run: (event) => commands().submitFromField(event),
    },
    {
      id: 'field-leave',
      scope: 'field',
      chords: ['Escape'],
      label: 'labeling.key_leave',
      always: true,
      run: () => commands().leaveField(),
    },
  ];
}

/** Held down, it goes on paging. */
function pageShortcut(
  id: string,
  { chord, label, run }: { chord: string; label: Shortcut['label']; run: () => void },
): Shortcut {
  return { id, scope: 'screen', chords: [chord], label, hearsRepeat: true, run };
}
