import { useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { announce } from '../../ui/live-region.ts';
import { chordText } from '../shortcuts/chord.ts';
import { setChords } from '../shortcuts/keymap.ts';
import { recordChord } from '../shortcuts/record-chord.ts';
import type { Shortcut, ShortcutRegistry } from '../shortcuts/registry.ts';

interface KeyRecorderProps {
  shortcut: Shortcut;
  registry: ShortcutRegistry;
  /** Whether a key ended it: the focus is then to stay here. */
  onDone: (byKey: boolean) => void;
}

/** Waits for the key that a shortcut is to have. A key that has a meaning already is refused, and its meaning named. */
export function KeyRecorder({ shortcut, registry, onDone }: KeyRecorderProps) {
  const t = useT();
  const [refusal, setRefusal] = useState<string | null>(null);
  return (
    <span className="row">
      <Button
        size="small"
        // The person asked for it just now: the next key belongs here.
        ref={(button: HTMLButtonElement | null) => button?.focus()}
        aria-describedby="key-recorder-refusal"
        onBlur={() => onDone(false)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.keyCode === 229) return;
          if (event.key === 'Tab') return;
          if (event.key === 'Escape') {
            event.stopPropagation();
            event.preventDefault();
            return onDone(true);
          }
          event.preventDefault();
          event.stopPropagation();
          const chord = recordChord(event.nativeEvent);
          if (chord === null) return;
          const holder = registry.holderOf(chord, shortcut);
          if (holder !== null)
            return setRefusal(
              t('labeling.keys_taken', { key: chordText(chord), what: t(holder.label, holder.labelValues) }),
            );
          setChords(shortcut.id, [chord]);
          announce(
            t('labeling.keys_changed', {
              key: chordText(chord),
              what: t(shortcut.label, shortcut.labelValues),
            }),
          );
          onDone(true);
        }}
      >
        {t('labeling.keys_press')}
      </Button>
      <span id="key-recorder-refusal" role="alert">
        {refusal}
      </span>
    </span>
  );
}
