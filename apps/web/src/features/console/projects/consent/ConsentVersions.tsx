import type { ConsentVersion } from '@pairwright/contract/consent';
import { useState } from 'react';
import { useFormats } from '../../../../i18n/format.ts';
import { localeNames, locales } from '../../../../i18n/locales.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { Markdown } from '../../../../ui/markdown/Markdown.tsx';
import { Table } from '../../../../ui/Table.tsx';
import { rowKeyOfVersion, useVersionColumns } from '../use-version-columns.tsx';
import { isEmpty } from './consent-draft.ts';

/** Every version of the text with whom it asked, and how many agreed to it. */
export function ConsentVersions({ items }: { items: readonly ConsentVersion[] }) {
  const t = useT();
  const formats = useFormats();
  const columns = useVersionColumns<ConsentVersion>();
  const [open, setOpen] = useState<ConsentVersion | null>(null);
  const asked = ({ texts, asksAgain }: ConsentVersion) => {
    if (isEmpty(texts)) return t('console-projects.consent_asks_nobody');
    return t(asksAgain ? 'console-projects.consent_asks_all' : 'console-projects.consent_asks_new');
  };
  return (
    <>
      <Table<ConsentVersion>
        caption={t('console-projects.consent_versions')}
        cards
        rows={items}
        rowKey={rowKeyOfVersion}
        columns={[
          columns.version,
          columns.when,
          columns.who,
          { key: 'asked', header: t('console-projects.consent_col_asked'), cell: asked },
          {
            key: 'accepted',
            header: t('console-projects.consent_col_accepted'),
            align: 'end',
            cell: (row) => formats.number(row.accepted),
          },
          columns.open(setOpen, t('console-projects.consent')),
        ]}
      />
      {open === null ? null : <Texts version={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Texts({ version: { version, texts }, onClose }: { version: ConsentVersion; onClose: () => void }) {
  const t = useT();
  return (
    <Dialog open wide title={t('console-projects.version', { version })} onClose={onClose}>
      <div tabIndex={0} role="group" aria-label={t('console-projects.consent')}>
        {locales
          .filter((locale) => texts[locale].trim() !== '')
          .map((locale) => (
            <section key={locale} aria-label={localeNames[locale]}>
              <h3>{localeNames[locale]}</h3>
              <div lang={locale}>
                <Markdown text={texts[locale]} />
              </div>
            </section>
          ))}
      </div>
    </Dialog>
  );
}
