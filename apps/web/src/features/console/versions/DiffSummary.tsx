import type { VersionDiff } from '@pairwright/contract/version-diff';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { Table } from '../../../ui/Table.tsx';
import { Figures } from '../shared/Figures.tsx';
import type { DiffFilter } from './diff-filters.ts';
import { RecipeChanges } from './RecipeChanges.tsx';
import styles from './versions.module.css';

type Counted = VersionDiff['reasons'][number];

interface Props {
  diff: VersionDiff;
  onNarrow: (filter: DiffFilter) => void;
}

/** What differs in numbers: how many rows, why, and what the recipes choose differently. */
export function DiffSummary({ diff, onNarrow }: Props) {
  const t = useT();
  const formats = useFormats();
  const counts = ['added', 'removed', 'changed', 'same'] as const;
  const fields = Object.entries(diff.fields) as [keyof typeof diff.fields, number][];
  return (
    <Card title={t('console-versions.summary')}>
      <Figures
        items={counts.map((name) => ({
          label: t(`console-versions.kind_${name}`),
          value: formats.number(diff[name]),
        }))}
      />
      {diff.reasons.length === 0 ? null : <Reasons reasons={diff.reasons} onNarrow={onNarrow} />}
      {fields.length === 0 ? null : (
        <p>
          {t('console-versions.changed_in', {
            fields: formats.list(
              fields.map(([field, rows]) =>
                t('console-versions.field_count', { field: t(`console-versions.field_${field}`), rows }),
              ),
            ),
          })}
        </p>
      )}
      <RecipeChanges changes={diff.recipe} />
    </Card>
  );
}

function Reasons({ reasons, onNarrow }: { reasons: readonly Counted[]; onNarrow: Props['onNarrow'] }) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Counted>
      caption={t('console-versions.reasons')}
      compact
      rows={reasons}
      rowKey={({ kind, reason }) => `${kind} ${reason}`}
      columns={[
        {
          key: 'reason',
          header: t('console-versions.col_reason'),
          rowHeader: true,
          cell: ({ kind, reason }) => (
            <button type="button" className={styles['narrow']} onClick={() => onNarrow({ kind, reason })}>
              {t(`console-versions.reason_${reason}`)}
            </button>
          ),
        },
        {
          key: 'kind',
          header: t('console-versions.col_kind'),
          cell: ({ kind }) => t(`console-versions.kind_${kind}`),
        },
        {
          key: 'rows',
          header: t('console-datasets.col_rows'),
          align: 'end',
          cell: ({ rows }) => formats.number(rows),
        },
      ]}
    />
  );
}
