import type { ExplainedResolution } from '@pairwright/contract/resolutions';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';

type Version = ExplainedResolution['versions'][number];

interface Props {
  caption: string;
  versions: readonly Version[];
  /** A label in words. */
  words: (version: Version) => string;
}

/** The labels there were, newest first, and what changed with each. */
export function LabelVersions({ caption, versions, words }: Props) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Version>
      caption={caption}
      rows={versions}
      rowKey={(row) => String(row.version)}
      columns={[
        {
          key: 'version',
          header: t('console-review.col_version'),
          rowHeader: true,
          cell: (row) => formats.number(row.version),
        },
        { key: 'label', header: t('console-review.col_label'), cell: words },
        {
          key: 'votes',
          header: t('console-review.col_votes'),
          align: 'end',
          cell: (row) => formats.number(row.votesUsed),
        },
        {
          key: 'changed',
          header: t('console-review.col_changed'),
          cell: (row) =>
            row.version === 1
              ? t('console-review.first_version')
              : formats.list(row.changed.map((field) => t(`console-review.changed_${field}`))),
        },
        {
          key: 'when',
          header: t('console-review.col_when'),
          cell: (row) => formats.dateTime(row.createdAt),
        },
      ]}
    />
  );
}
