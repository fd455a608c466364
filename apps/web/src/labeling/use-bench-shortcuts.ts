import type { Scale } from '@pairwright/contract/projects';
import { useEffect, useRef } from 'react';
import { choiceText, extraChoices, scaleChoices } from './choices.ts';
import type { Choice } from './choices.ts';
import { preferences } from './preferences.ts';
import { listenForShortcuts } from './shortcuts/listen.ts';
import type { Shortcut, ShortcutEvent, ShortcutRegistry } from './shortcuts/registry.ts';

/** What keys can ask of the workbench. */
export interface BenchCommands {
  choose: (choice: Choice, event: ShortcutEvent) => void;
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
}

/** Registers the workbench's keys, and hears them while it is on screen. */
export function useBenchShortcuts(registry: ShortcutRegistry, scale: Scale, commands: BenchCommands): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => registry.register(choiceShortcuts(scale, () => latest.current)), [registry, scale]);
  useEffect(() => registry.register(toolShortcuts(() => latest.current)), [registry]);
  useEffect(() => listenForShortcuts(registry, { singleKeys: () => preferences().singleKeys }), [registry]);
}

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

function toolShortcuts(commands: () => BenchCommands): Shortcut[] {
  const screen = (id: string, chord: string, label: Shortcut['label'], run: () => void): Shortcut => ({
    id,
    scope: 'screen',
    chords: [chord],
    label,
    run,
  });
  return [
    { ...screen('undo', 'u', 'labeling.undo', () => commands().undo()), hearsRepeat: false },
    { ...screen('undo-ctrl', 'Ctrl+z', 'labeling.undo', () => commands().undo()), always: true },
    screen('skip', 's', 'labeling.skip', () => commands().skip()),
    screen('flag', 'f', 'labeling.flag', () => commands().flag()),
    screen('back', 'ArrowLeft', 'labeling.history_back', () => commands().back()),
    screen('forward', 'ArrowRight', 'labeling.history_forward', () => commands().forward()),
    { ...screen('page', ' ', 'labeling.key_page', () => commands().page(1)), hearsRepeat: true },
    { ...screen('page-up', 'Shift+ ', 'labeling.key_page_up', () => commands().page(-1)), hearsRepeat: true },
    screen('guidelines', 'g', 'labeling.guidelines', () => commands().guidelines()),
    screen('layout', 'l', 'labeling.layout', () => commands().layout()),
    screen('raw', 'm', 'labeling.raw', () => commands().raw()),
    screen('comment', 'c', 'labeling.comment', () => commands().comment()),
    screen('keys', '?', 'labeling.key_help', () => commands().keys()),
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
