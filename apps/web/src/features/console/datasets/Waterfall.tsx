import type { DatasetVersion, DropReason } from '@pairwright/contract/datasets';
import type { CallOutput } from '@pairwright/contract/client';
import { refusalReason } from '@pairwright/contract/export-formats';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Table } from '../../../ui/Table.tsx';
import styles from './datasets.module.css';
import { waterfall } from './recipe.ts';

interface Props {
  comparisons: number;
  /** What could be rows; as many as comparisons where there are pairs only. */
  units: number;
  drops: NonNullable<DatasetVersion['drops']>;
  rows: number;
  /** What a format makes of the rows; left out where it holds every one, and where no format is looked at. */
  held?: Held | undefined;
  /** Comparisons that are left out, by the reason. */
  examples?:
    | {
        projectId: string;
        byReason: CallOutput<'previewRecipe'>['examples'];
        /** Where an example leads; to the comparison unless given. */
        hrefOf?: (comparisonId: string) => string;
      }
    | undefined;
}

type Held = NonNullable<CallOutput<'previewRecipe'>['held']>;

interface Line {
  key: string;
  what: ReactNode;
  change: string;
  /** Null: of the rows of some kinds alone. */
  left: number | null;
}

/** From all candidates down to the rows: how many were dropped, and why. */
export function Waterfall({ comparisons, units, drops, rows, held, examples }: Props) {
  const t = useT();
  const formats = useFormats();
  const lines: Line[] = [
    {
      key: 'all',
      what: t(units === comparisons ? 'console-datasets.all_comparisons' : 'console-datasets.all_units'),
      change: '',
      left: units,
    },
    ...waterfall(units, drops).map((step) => ({
      key: step.reason,
      what: <Reason reason={step.reason} examples={examples} />,
      change: `−${formats.number(step.dropped)}`,
      left: step.left,
    })),
    { key: 'rows', what: t('console-datasets.rows_kept'), change: '', left: rows },
    ...useHeldLines(held),
  ];
  return (
    <Table<Line>
      caption={t('console-datasets.waterfall')}
      hideCaption
      compact
      rows={lines}
      rowKey={(line) => line.key}
      columns={[
        { key: 'what', header: t('console-datasets.col_step'), rowHeader: true, cell: (line) => line.what },
        {
          key: 'change',
          header: t('console-datasets.col_dropped'),
          align: 'end',
          cell: (line) => line.change,
        },
        {
          key: 'left',
          header: t('console-datasets.col_left'),
          align: 'end',
          cell: (line) => (line.left === null ? '' : formats.number(line.left)),
        },
        {
          key: 'bar',
          header: t('console-datasets.col_share'),
          cell: (line) =>
            line.left === null ? null : (
              <span className={styles['bar']}>
                <span style={{ width: `${units === 0 ? 0 : (line.left / units) * 100}%` }} />
              </span>
            ),
        },
      ]}
    />
  );
}

/** The last steps: what the format cannot hold, and why; of the first rows alone it is a share, and said so. */
function useHeldLines(held: Held | undefined): Line[] {
  const t = useT();
  const formats = useFormats();
  if (held === undefined) return [];
  return refusalReason.options.flatMap((reason): Line[] => {
    const count = held.refused[reason] ?? 0;
    if (count === 0) return [];
    const why = t(`console-datasets.refusal_${reason}`);
    return [
      {
        key: `format ${reason}`,
        what: t('console-datasets.format_step', { why }),
        change: held.isAll
          ? `−${formats.number(count)}`
          : t('console-datasets.format_step_first', {
              count: formats.number(count),
              rows: formats.number(held.rows),
            }),
        left: null,
      },
    ];
  });
}

function Reason({ reason, examples }: { reason: DropReason; examples: Props['examples'] }) {
  const t = useT();
  return (
    <>
      {t(`console-datasets.reason_${reason}`)}
      {(examples?.byReason[reason] ?? []).map(({ comparisonId, words }) => (
        <Link
          key={comparisonId}
          className={styles['example']}
          href={examples?.hrefOf?.(comparisonId) ?? paths.comparison(examples?.projectId ?? '', comparisonId)}
        >
          <bdi dir="auto">{words === '' ? t('console-datasets.example_empty') : words}</bdi>
        </Link>
      ))}
    </>
  );
}
