import { useState } from 'react';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Select } from '../../../../ui/Field.tsx';
import { Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { type HeatCell, HeatGrid } from '../HeatGrid.tsx';
import styles from '../statistics.module.css';
import { useEstimate } from '../use-estimate.ts';
import { enough } from '../use-figure.ts';
import type { Agreement } from './QualityPage.tsx';

type Matrix = Agreement['matrix'];
type Pair = Matrix['pairs'][number];
const measures = ['agreement', 'kappa'] as const;
type Measure = (typeof measures)[number];

/** So many at first: the others a button away. */
const few = 20;

interface Props {
  projectId: string;
  title: string;
  how: string;
  matrix: Matrix;
}

/** How far every two annotators agree. A cell leads to what they judged differently. */
export function MatrixCard({ projectId, title, how, matrix }: Props) {
  const t = useT();
  const [measure, setMeasure] = useState<Measure>('agreement');
  const [all, setAll] = useState(false);
  const annotators = matrix.annotators.length;
  return (
    <ChartCard
      title={title}
      how={<p>{how}</p>}
      csv={{ name: 'annotator-matrix', rows: csvOf(matrix) }}
      chart={
        <>
          <div className={styles['filters']}>
            <Select
              label={t('console-quality.matrix_shows')}
              value={measure}
              options={measures.map((value) => ({ value, label: t(`console-quality.matrix_${value}`) }))}
              onChange={setMeasure}
            />
          </div>
          <Grid
            projectId={projectId}
            title={title}
            matrix={matrix}
            measure={measure}
            most={all ? annotators : few}
          />
          {annotators <= few || all ? null : (
            <div>
              <Button onClick={() => setAll(true)}>
                {t('console-quality.show_all', { all: annotators })}
              </Button>
            </div>
          )}
        </>
      }
      table={<PairTable title={title} matrix={matrix} />}
    >
      <p className="muted">
        {t('console-quality.matrix_hatched', { enough })}
        {matrix.leftOut === 0
          ? null
          : ` ${t('console-quality.matrix_left_out', { annotators: matrix.leftOut })}`}
      </p>
    </ChartCard>
  );
}

interface GridProps extends Omit<Props, 'how'> {
  measure: Measure;
  /** How many annotators there is room for. */
  most: number;
}

function Grid({ projectId, title, matrix, measure, most }: GridProps) {
  const formats = useFormats();
  const saidOf = useSaidOf(matrix);
  const byPlace = new Map(matrix.pairs.map((pair) => [`${pair.first}/${pair.second}`, pair]));
  const annotators = matrix.annotators.slice(0, most);
  const cell = (row: number, column: number): HeatCell | null => {
    const pair = byPlace.get(`${Math.min(row, column)}/${Math.max(row, column)}`);
    if (pair === undefined || row === column) return null;
    const value = pair[measure];
    const ids = [annotators[pair.first]!.id, annotators[pair.second]!.id];
    return {
      text:
        value === null
          ? '–'
          : measure === 'agreement'
            ? formats.percent(value)
            : formats.number(round(value)),
      label: saidOf(pair),
      strength: Math.max(0, value ?? 0),
      hatched: pair.shared < enough,
      href: `${paths.comparisons(projectId)}?disputed=${ids.join(',')}`,
    };
  };
  return (
    <HeatGrid
      label={title}
      rows={annotators.map(({ name }, at) => `${at + 1} ${name}`)}
      columns={annotators.map(({ name }, at) => ({ text: String(at + 1), name: `${at + 1} ${name}` }))}
      cell={cell}
    />
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** `75 %, kappa 0.50, of 24 comparisons: Anna and Ben`. */
function useSaidOf({ annotators }: Matrix) {
  const t = useT();
  const formats = useFormats();
  const { number } = useEstimate();
  return (pair: Pair): string =>
    t('console-quality.matrix_cell', {
      agreement: formats.percent(pair.agreement),
      kappa: number(pair.kappa),
      shared: pair.shared,
      one: annotators[pair.first]!.name,
      other: annotators[pair.second]!.name,
    });
}

function PairTable({ title, matrix }: Pick<Props, 'title' | 'matrix'>) {
  const t = useT();
  const formats = useFormats();
  const { number } = useEstimate();
  const ofBoth = ({ first, second }: Pair, number: string) => (
    <RowsLink rows={{ by: [first, second].map((place) => matrix.annotators[place]!.id).join(',') }}>
      {number}
    </RowsLink>
  );
  const nameOf = (place: number) => <bdi dir="auto">{matrix.annotators[place]!.name}</bdi>;
  return (
    <Table<Pair>
      caption={t('console-statistics.table_of', { title })}
      hideCaption
      compact
      rows={matrix.pairs}
      rowKey={({ first, second }) => `${first}/${second}`}
      columns={[
        {
          key: 'one',
          header: t('console-quality.annotator'),
          rowHeader: true,
          cell: ({ first }) => nameOf(first),
        },
        { key: 'other', header: t('console-quality.other_annotator'), cell: ({ second }) => nameOf(second) },
        {
          key: 'agreement',
          header: t('console-quality.matrix_agreement'),
          align: 'end',
          cell: (pair) => ofBoth(pair, formats.percent(pair.agreement)),
        },
        {
          key: 'kappa',
          header: t('console-quality.matrix_kappa'),
          align: 'end',
          cell: (pair) => ofBoth(pair, number(pair.kappa, pair.reason)),
        },
        {
          key: 'shared',
          header: t('console-quality.shared_comparisons'),
          align: 'end',
          cell: (pair) => ofBoth(pair, formats.number(pair.shared)),
        },
      ]}
    />
  );
}

function csvOf({ annotators, pairs }: Matrix) {
  return [
    ['annotator', 'other', 'shared', 'agreement', 'kappa', 'reason'],
    ...pairs.map(({ first, second, shared, agreement, kappa, reason }) => [
      annotators[first]!.name,
      annotators[second]!.name,
      shared,
      agreement,
      kappa,
      reason,
    ]),
  ];
}
