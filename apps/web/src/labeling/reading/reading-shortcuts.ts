import type { QuestionForm } from '@pairwright/contract/question-form';
import { useEffect, useRef } from 'react';
import type { Shortcut, ShortcutRegistry } from '../shortcuts/registry.ts';
import type { ReadingActions } from './reading-actions.ts';
import { keysForOneAlone, readingKeys } from './reading-keys.ts';

/** Registers the keys of the reading tools while they are there. */
export function useReadingShortcuts(
  registry: ShortcutRegistry,
  form: QuestionForm,
  actions: ReadingActions,
): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const mainKind = form.main.kind;
  const rated = form.ratings.length > 0;
  useEffect(
    () => registry.register(readingShortcuts(form, () => latest.current)),
    // Only what the keys depend on: a form of the same kind keeps them.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [registry, mainKind, rated, form.allowDiff],
  );
}

type Plain = Exclude<keyof ReadingActions, 'alone'>;

export function readingShortcuts(form: QuestionForm, actions: () => ReadingActions): Shortcut[] {
  const keys = readingKeys(form);
  const tool = (id: Plain, chords: readonly string[], label: Shortcut['label']): Shortcut => {
    return { id: `reading-${id}`, scope: 'screen', chords, label, run: () => actions()[id]() };
  };
  return [
    ...(form.allowDiff ? [tool('diff', [keys.diff], 'labeling-reading.diff')] : []),
    tool('find', [keys.find], 'labeling-reading.find'),
    tool('sync', [keys.sync], 'labeling-reading.sync'),
    tool('invisible', [keys.invisible], 'labeling-reading.invisible'),
    { ...tool('larger', keys.larger, 'labeling-reading.text_larger'), hearsRepeat: true },
    { ...tool('smaller', [keys.smaller], 'labeling-reading.text_smaller'), hearsRepeat: true },
    tool('usualSize', [keys.usualSize], 'labeling-reading.text_usual'),
    ...Array.from({ length: keysForOneAlone(form) }, (_, place): Shortcut => ({
      id: `reading-alone-${place}`,
      scope: 'screen',
      chords: [`Shift+${place + 1}`],
      label: 'labeling-reading.alone',
      labelValues: { letter: String.fromCharCode(65 + place) },
      run: () => actions().alone(place),
    })),
  ];
}
