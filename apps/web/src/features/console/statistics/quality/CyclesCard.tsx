import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import type { Agreement } from './QualityPage.tsx';

type Circle = Agreement['cycles']['circles'][number];
const places = [0, 1, 2] as const;

/** Whether models can be put in one order by what most prefer, and the circles where they cannot. */
export function CyclesCard({ cycles }: { cycles: Agreement['cycles'] }) {
  const t = useT();
  const formats = useFormats();
  const { circular, circles } = cycles;
  const title = t('console-quality.cycles');
  return (
    <ChartCard
      title={title}
      how={<p>{t('console-quality.cycles_how')}</p>}
      csv={{ name: 'cycles', rows: csvOf(circles) }}
      table={circles.length === 0 ? null : <Circles title={title} circles={circles} />}
    >
      <p>
        <RowsLink rows={{ votes: 'counted' }}>
          {circular.value === null
            ? t('console-quality.cycles_none')
            : t('console-quality.cycles_share', {
                share: formats.percent(circular.value),
                triples: circular.n,
              })}
        </RowsLink>
      </p>
    </ChartCard>
  );
}

function Circles({ title, circles }: { title: string; circles: readonly Circle[] }) {
  const t = useT();
  return (
    <Table<Circle>
      caption={t('console-statistics.table_of', { title })}
      hideCaption
      compact
      rows={circles}
      rowKey={({ models }) => models.join('\n')}
      columns={[
        {
          key: 'circle',
          header: t('console-quality.cycles_circle'),
          rowHeader: true,
          cell: ({ models }) => <bdi>{[...models, models[0]].join(' > ')}</bdi>,
        },
        ...places.map((place) => ({
          key: `lead ${place}`,
          header: t('console-quality.cycles_lead', { place: place + 1 }),
          align: 'end' as const,
          cell: (circle: Circle) => <Lead circle={circle} place={place} />,
        })),
      ]}
    />
  );
}

/** By how many votes a model of a circle was preferred to the next one, with the comparisons where they met. */
function Lead({ circle: { models, leads }, place }: { circle: Circle; place: (typeof places)[number] }) {
  const formats = useFormats();
  const next = models[(place + 1) % 3]!;
  return <RowsLink rows={{ model: models[place], against: next }}>{formats.number(leads[place])}</RowsLink>;
}

function csvOf(circles: readonly Circle[]) {
  return [
    ['first', 'second', 'third', 'first_over_second', 'second_over_third', 'third_over_first'],
    ...circles.map(({ models, leads }) => [...models, ...leads]),
  ];
}
