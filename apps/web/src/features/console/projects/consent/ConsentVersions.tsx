import type { ConsentVersion } from '@pairwright/contract/consent';
import { useState } from 'react';
import { useFormats } from '../../../../i18n/format.ts';
import { localeNames, locales } from '../../../../i18n/locales.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Dialog } from '../../../../ui/Dialog.tsx';
import { Markdown } from '../../../../ui/markdown/Markdown.tsx';
import { Table } from '../../../../ui/Table.tsx';
import { isEmpty } from './consent-draft.ts';

/** Every version of the text with whom it asked, and how many agreed to it. */
export function ConsentVersions({ items }: { items: readonly ConsentVersion[] }) {
  const t = useT();
  const formats = useFormats();
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
        rowKey={(row) => String(row.version)}
        columns={[
          {
            key: 'version',
            header: t('console-projects.col_version'),
            rowHeader: true,
            cell: (row) => t('console-projects.version', { version: row.version }),
          },
          {
            key: 'when',
            header: t('console-projects.col_when'),
            cell: (row) => formats.dateTime(row.createdAt),
          },
          {
            key: 'who',
            header: t('console-projects.col_who'),
            cell: (row) => <bdi dir="auto">{row.createdBy ?? '–'}</bdi>,
          },
          { key: 'asked', header: t('console-projects.consent_col_asked'), cell: asked },
          {
            key: 'accepted',
            header: t('console-projects.consent_col_accepted'),
            align: 'end',
            cell: (row) => formats.number(row.accepted),
          },
          {
            key: 'open',
            header: t('console-projects.col_text'),
            actions: true,
            cell: (row) => (
              <Button
                size="small"
                aria-label={`${t('console-projects.consent')}: ${t('console-projects.show_version', { version: row.version })}`}
                onClick={() => setOpen(row)}
              >
                {t('console-projects.show')}
              </Button>
            ),
          },
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
