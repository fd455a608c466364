import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { type Column, Table } from '../../../../ui/Table.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { useEstimate } from '../use-estimate.ts';
import type { Profile } from './AnnotatorPage.tsx';
import { csvOf } from './csv.ts';
import { HowMade, LeftOut } from './HowMade.tsx';
import { type Measure, measureRows, measuresFor, stretchRows, useMeasure } from './measures.ts';

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
      how={<HowMade kinds={profile.kinds} />}
      csv={{ name: 'annotator', rows: csvOf([profile]) }}
      table={
        <Table<Measure>
          caption={t('console-statistics.table_of', { title })}
          hideCaption
          compact
          rows={measuresFor(profile.kinds)}
          rowKey={(name) => name}
          columns={columns}
        />
      }
    >
      <LeftOut kinds={profile.kinds} />
      <Tests profile={profile} />
    </ChartCard>
  );
}

/** What is no share: tests of the sides, the longest stretch, speed against the others. */
function Tests({ profile }: { profile: Profile }) {
  const t = useT();
  const { number } = useEstimate();
  const { length, answer, probability, n } = profile.straightLine;
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
      {profile.swapPValue === null ? null : (
        <li>
          <RowsLink rows={{ by, votes: 'repeat' }}>
            {t('console-annotators.test_swap', { p: number(profile.swapPValue), n: profile.alwaysLeft.n })}
          </RowsLink>
        </li>
      )}
      {answer === null ? null : (
        <li>
          <RowsLink rows={{ by, ...stretchRows(profile.straightLine) }}>
            {t(`console-annotators.stretch_${answer}`, { length, n })}{' '}
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
