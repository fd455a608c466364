import type { WhyUnit } from '@pairwright/contract/version-why';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import { Figures } from '../shared/Figures.tsx';

type Single = NonNullable<WhyUnit['single']>;

/** What the votes that count say of one response judged alone: thumbs, each step, or each rating. */
export function WhySingle({ single }: { single: Single }) {
  const t = useT();
  const formats = useFormats();
  const { kind, up, down, cannot_judge: abstained, steps, ratings } = single;
  const thumbs =
    kind === 'label'
      ? [
          { label: t('console-question.outcome_thumbs_up'), value: formats.number(up) },
          { label: t('console-question.outcome_thumbs_down'), value: formats.number(down) },
        ]
      : [];
  return (
    <>
      <p>{t('console-versions.single_rule')}</p>
      <Figures
        items={[
          ...thumbs,
          { label: t('console-versions.ballots_cannot_judge'), value: formats.number(abstained) },
        ]}
      />
      {kind === 'steps' ? <Steps steps={steps} /> : null}
      {kind === 'ratings' ? <Ratings ratings={ratings} /> : null}
    </>
  );
}

function Steps({ steps }: Pick<Single, 'steps'>) {
  const t = useT();
  const formats = useFormats();
  const rows = steps.map((step, index) => ({ ...step, index }));
  return (
    <Table<(typeof rows)[number]>
      caption={t('console-versions.single_steps')}
      compact
      rows={rows}
      rowKey={({ index }) => String(index)}
      columns={[
        {
          key: 'step',
          header: t('console-versions.col_step'),
          rowHeader: true,
          cell: ({ index }) => formats.number(index + 1),
        },
        ...(['right', 'neutral', 'wrong'] as const).map((name) => ({
          key: name,
          header: t(`console-versions.step_${name}`),
          align: 'end' as const,
          cell: (row: (typeof rows)[number]) => formats.number(row[name]),
        })),
      ]}
    />
  );
}

function Ratings({ ratings }: Pick<Single, 'ratings'>) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Single['ratings'][number]>
      caption={t('console-versions.single_ratings')}
      compact
      rows={ratings}
      rowKey={({ key }) => key}
      columns={[
        {
          key: 'rating',
          header: t('console-versions.col_rating'),
          rowHeader: true,
          cell: ({ key }) => <bdi dir="auto">{key}</bdi>,
        },
        {
          key: 'mean',
          header: t('console-versions.col_mean'),
          align: 'end',
          cell: ({ mean }) => formats.number(Math.round(mean * 100) / 100),
        },
        {
          key: 'votes',
          header: t('console-versions.col_ratings'),
          align: 'end',
          cell: ({ votes }) => formats.number(votes),
        },
      ]}
    />
  );
}
