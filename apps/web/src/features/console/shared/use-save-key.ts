import { type RefObject, useEffect, useRef } from 'react';
import { matchesChord } from '../../../labeling/shortcuts/chord.ts';
import { tell } from '../../../shell/keys/keys-here.ts';

const key = { id: 'save-form', chords: ['Ctrl+s'], label: 'console.key_save' } as const;

/** Forms of the page that hear it; it is told once, however many there are. */
const forms = new Set<RefObject<HTMLFormElement | null>>();
let untell = (): void => undefined;

/**
 * Ctrl+S, Command on a Mac, saves the form with the focus, from its fields too; without a focus in one, each in which something is
 * changed. Nothing while a dialog is open, which has fields of its own.
 */
export function useSaveKey(form: RefObject<HTMLFormElement | null>, dirty: boolean): void {
  const changed = useRef(dirty);
  useEffect(() => {
    changed.current = dirty;
  });
  useEffect(() => {
    if (forms.size === 0) untell = tell({ keys: [key] });
    forms.add(form);
    const hears = (event: KeyboardEvent): void => {
      if (!matchesChord('Ctrl+s', event) || event.isComposing) return;
      if (document.querySelector('dialog[open]') !== null) return;
      // The browser would offer to save the page.
      event.preventDefault();
      if (event.repeat) return;
      const focused = [...forms].find(({ current }) => current?.contains(document.activeElement) === true);
      if (focused === undefined ? changed.current : focused === form) form.current?.requestSubmit();
    };
    document.addEventListener('keydown', hears);
    return () => {
      document.removeEventListener('keydown', hears);
      forms.delete(form);
      if (forms.size === 0) untell();
    };
  }, [form]);
}
