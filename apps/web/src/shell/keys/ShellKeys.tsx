import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { useT } from '../../i18n/use-i18n.ts';
import { preferences } from '../../labeling/desk/preferences.ts';
import { chordText } from '../../labeling/shortcuts/chord.ts';
import { listenForShortcuts } from '../../labeling/shortcuts/listen.ts';
import { ShortcutRegistry } from '../../labeling/shortcuts/registry.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Table } from '../../ui/Table.tsx';
import { waitForLetter } from './go-to.ts';
import { type KeysHere, keysHere, onKeysHere, showKeys, type ToldKey } from './keys-here.ts';

const goKey = 'g';

/** On every ordinary page: `G` and a letter lead to another, `?` lists the keys there are. */
export function ShellKeys() {
  const [registry] = useState(() => new ShortcutRegistry());
  const [, navigate] = useLocation();
  const go = useRef(navigate);
  const here = useSyncExternalStore(onKeysHere, keysHere);
  useEffect(() => {
    go.current = navigate;
  });
  useEffect(() => {
    let stop = (): void => undefined;
    const off = registry.register([
      {
        id: 'keys',
        scope: 'global',
        chords: ['?'],
        label: 'shell.keys',
        fixed: true,
        run: () => showKeys(true),
      },
      {
        id: 'go',
        scope: 'global',
        chords: [goKey],
        label: 'shell.keys_go',
        fixed: true,
        run: () => {
          stop();
          stop = waitForLetter({ places: () => keysHere().places, go: ({ href }) => go.current(href) });
        },
      },
    ]);
    return () => {
      stop();
      off();
    };
  }, [registry]);
  useEffect(
    () => listenForShortcuts(registry, { singleKeys: () => preferences().singleKeys, late: null }),
    [registry],
  );
  return here.isOpen ? <Sheet here={here} /> : null;
}

const own: ToldKey[] = [{ id: 'keys', chords: ['?'], label: 'shell.keys_this' }];

function Sheet({ here }: { here: KeysHere }) {
  const t = useT();
  return (
    <Dialog open onClose={() => showKeys(false)} title={t('shell.keys')}>
      <Table<ToldKey>
        caption={t('shell.keys')}
        hideCaption
        compact
        rows={[...here.keys, ...own]}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'keys',
            header: t('shell.keys_key'),
            cell: ({ chords }) => (
              <span className="row">
                {chords.map((chord) => (
                  <kbd key={chord}>{chordText(chord)}</kbd>
                ))}
              </span>
            ),
          },
          { key: 'does', header: t('shell.keys_does'), rowHeader: true, cell: ({ label }) => t(label) },
        ]}
      />
      <h3>{t('shell.keys_go')}</h3>
      <ul>
        {here.places.map(({ letter, label, href }) => (
          <li key={href}>
            <kbd>{chordText(goKey)}</kbd> <kbd>{chordText(letter)}</kbd> {t(label)}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
