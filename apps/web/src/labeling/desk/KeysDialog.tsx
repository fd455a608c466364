import { useSyncExternalStore } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Checkbox } from '../../ui/Field.tsx';
import { Table } from '../../ui/Table.tsx';
import { onPreferencesChange, preferences, setPreferences } from './preferences.ts';
import { chordText } from '../shortcuts/chord.ts';
import type { Shortcut, ShortcutRegistry } from '../shortcuts/registry.ts';

/** All keys, made from the registry that runs them, and how keys are to work. */
export function KeysDialog({ registry, onClose }: { registry: ShortcutRegistry; onClose: () => void }) {
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
      <Table<Shortcut>
        caption={t('labeling.keys_list')}
        hideCaption
        compact
        rows={shortcuts}
        rowKey={(shortcut) => shortcut.id}
        columns={[
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
            cell: (shortcut) => t(shortcut.label, shortcut.labelValues),
          },
        ]}
      />
    </Dialog>
  );
}
