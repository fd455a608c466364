import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { type Column, Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { useEstimate } from '../use-estimate.ts';
import type { Profile } from './AnnotatorPage.tsx';
import { csvOf } from './csv.ts';
import { type Measure, measureNames, measureRows, useMeasure } from './measures.ts';

/** Every number with its interval, what it was made from and what it means. */
export function NumbersTable({ profile }: { profile: Profile }) {
  const t = useT();
  const formats = useFormats();
  const { estimate } = useMeasure();
  const title = t('console-annotators.numbers');
  const linked = (name: Measure, number: string) => (
    <RowsLink rows={{ by: profile.annotatorId, ...measureRows[name] }}>{number}</RowsLink>
  );
  const columns: Column<Measure>[] = [
    {
      key: 'name',
      header: t('console-annotators.measure'),
      rowHeader: true,
      cell: (name) => t(`console-annotators.measure_${name}`),
    },
    {
      key: 'value',
      header: t('console-annotators.value'),
      align: 'end',
      cell: (name) => linked(name, estimate(name, profile[name])),
    },
    {
      key: 'n',
      header: t('console-annotators.n'),
      align: 'end',
      cell: (name) => linked(name, formats.number(profile[name].n)),
    },
    {
      key: 'what',
      header: t('console-annotators.what'),
      cell: (name) => t(`console-annotators.what_${name}`),
    },
  ];
  return (
    <ChartCard
      title={title}
      how={<p>{t('console-annotators.how')}</p>}
      csv={{ name: 'annotator', rows: csvOf([profile]) }}
      table={
        <Table<Measure>
          caption={t('console-statistics.table_of', { title })}
          hideCaption
          compact
          rows={measureNames}
          rowKey={(name) => name}
          columns={columns}
        />
      }
    >
      <Tests profile={profile} />
    </ChartCard>
  );
}

/** What is no share: tests of the side, the longest stretch, speed against the others. */
function Tests({ profile }: { profile: Profile }) {
  const t = useT();
  const { number } = useEstimate();
  const { length, side, probability, n } = profile.straightLine;
  const by = profile.annotatorId;
  return (
    <ul className="muted">
      {profile.leftPValue === null ? null : (
        <li>
          <RowsLink rows={{ by, outcome: 'preference' }}>
            {t('console-annotators.test_side', { p: number(profile.leftPValue), n: profile.leftShare.n })}
          </RowsLink>
        </li>
      )}
      {side === null ? null : (
        <li>
          <RowsLink rows={{ by, side }}>
            {t(`console-annotators.stretch_${side}`, { length, n })}{' '}
            {probability === null
              ? t('console-statistics.not_defined_too_few')
              : t('console-annotators.stretch_p', { p: number(probability) })}
          </RowsLink>
        </li>
      )}
      {profile.speedZ === null ? null : (
        <li>
          <RowsLink rows={{ by, shared: 'any' }}>
            {t('console-annotators.speed_z', { z: number(profile.speedZ) })}
          </RowsLink>
        </li>
      )}
    </ul>
  );
}
