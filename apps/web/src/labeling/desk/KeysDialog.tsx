import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Checkbox } from '../../ui/Field.tsx';
import { Table } from '../../ui/Table.tsx';
import type { Column } from '../../ui/Table.tsx';
import { chordText } from '../shortcuts/chord.ts';
import { keymap, onKeymapChange, resetKeymap, setChords } from '../shortcuts/keymap.ts';
import type { Shortcut, ShortcutRegistry } from '../shortcuts/registry.ts';
import { KeyRecorder } from './KeyRecorder.tsx';
import { onPreferencesChange, preferences, setPreferences } from './preferences.ts';

interface KeysDialogProps {
  registry: ShortcutRegistry;
  onClose: () => void;
  /** Leads to what is recorded beside a judgment. */
  onRecorded: () => void;
}

/** All keys, made from the registry that runs them, and how keys are to work. */
export function KeysDialog({ registry, onClose, onRecorded }: KeysDialogProps) {
  const t = useT();
  const shortcuts = useSyncExternalStore(registry.subscribe, registry.list);
  const { singleKeys, commit } = useSyncExternalStore(onPreferencesChange, preferences);
  return (
    <Dialog open wide onClose={onClose} title={t('labeling.keys_title')}>
      <Checkbox
        label={t('labeling.keys_single')}
        hint={t('labeling.keys_single_hint')}
        checked={singleKeys}
        onChange={(checked) => setPreferences({ singleKeys: checked })}
      />
      <Checkbox
        label={t('labeling.keys_confirm')}
        checked={commit === 'confirm'}
        onChange={(checked) => setPreferences({ commit: checked ? 'confirm' : 'instant' })}
      />
      <p>
        <Button variant="quiet" icon="info" onClick={onRecorded}>
          {t('labeling-reading.recorded')}
        </Button>
      </p>
      <Table<Shortcut>
        caption={t('labeling.keys_list')}
        hideCaption
        compact
        cards
        rows={shortcuts}
        rowKey={(shortcut) => shortcut.id}
        columns={[
          ...columns(t),
          {
            key: 'change',
            header: t('labeling.keys_change_header'),
            actions: true,
            cell: (shortcut) => <ChangeCell shortcut={shortcut} registry={registry} />,
          },
        ]}
      />
      <Button icon="refresh" onClick={resetKeymap}>
        {t('labeling.keys_reset')}
      </Button>
    </Dialog>
  );
}

interface ChangeProps {
  shortcut: Shortcut;
  registry: ShortcutRegistry;
}

/** The ways to change one key. Names of answers and ranks are what they are. */
function ChangeCell({ shortcut, registry }: ChangeProps) {
  const t = useT();
  const own = useSyncExternalStore(onKeymapChange, keymap);
  const [changing, setChanging] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  const recorded = useRef(false);
  useEffect(() => {
    // The button that recorded the key is gone, and so is the one that gave it back.
    if (changing || !recorded.current) return;
    recorded.current = false;
    change.current?.focus();
  });
  const done = (byKey: boolean): void => {
    recorded.current = byKey;
    setChanging(false);
  };
  if (shortcut.fixed === true) return null;
  if (changing) return <KeyRecorder shortcut={shortcut} registry={registry} onDone={done} />;
  return (
    <span className="row">
      <Button ref={change} size="small" variant="quiet" onClick={() => setChanging(true)}>
        {t('labeling.keys_change')}
        <span className="visually-hidden">{labelOf(shortcut, t)}</span>
      </Button>
      {own[shortcut.id] === undefined ? null : (
        <Button
          size="small"
          variant="quiet"
          onClick={() => {
            recorded.current = true;
            setChords(shortcut.id, null);
          }}
        >
          {t('labeling.keys_usual')}
          <span className="visually-hidden">{labelOf(shortcut, t)}</span>
        </Button>
      )}
    </span>
  );
}

function labelOf(shortcut: Shortcut, t: Translate): string {
  return t(shortcut.label, shortcut.labelValues);
}

function columns(t: Translate): Column<Shortcut>[] {
  return [
    {
      key: 'keys',
      header: t('labeling.keys_key'),
      cell: (shortcut) => (
        <span className="row">
          {shortcut.chords.map((chord) => (
            <kbd key={chord}>{chordText(chord)}</kbd>
          ))}
        </span>
      ),
    },
    {
      key: 'does',
      header: t('labeling.keys_does'),
      rowHeader: true,
      cell: (shortcut) => labelOf(shortcut, t),
    },
  ];
}
