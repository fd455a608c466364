import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { chordText } from '../../../labeling/shortcuts/chord.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Table } from '../../../ui/Table.tsx';
import { type PageKey, usePageKeys } from './use-page-keys.ts';

/** The keys of a page, and the list of them behind a button and `?`. */
export function PageKeys({ keys }: { keys: readonly PageKey[] }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const all: PageKey[] = [
    ...keys,
    { id: 'page-keys', chords: ['?'], label: 'console.keys_this', run: () => setOpen(true) },
  ];
  usePageKeys(all);
  return (
    <>
      <Button variant="quiet" aria-keyshortcuts="?" onClick={() => setOpen(true)}>
        {t('console.keys')} <kbd aria-hidden="true">?</kbd>
      </Button>
      {open ? <Sheet keys={all} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Sheet({ keys, onClose }: { keys: readonly PageKey[]; onClose: () => void }) {
  const t = useT();
  return (
    <Dialog open onClose={onClose} title={t('console.keys')}>
      <Table<PageKey>
        caption={t('console.keys')}
        hideCaption
        compact
        rows={keys}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'keys',
            header: t('console.keys_key'),
            cell: ({ chords }) => (
              <span className="row">
                {chords.map((chord) => (
                  <kbd key={chord}>{chordText(chord)}</kbd>
                ))}
              </span>
            ),
          },
          {
            key: 'does',
            header: t('console.keys_does'),
            rowHeader: true,
            cell: ({ label }) => t(label),
          },
        ]}
      />
    </Dialog>
  );
}
