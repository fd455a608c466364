import { useT } from '../../../../i18n/use-i18n.ts';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { EstimateTable, estimateCells } from '../EstimateTable.tsx';
import { IntervalRows, type IntervalRow } from '../IntervalRows.tsx';
import type { Agreement } from './QualityPage.tsx';

const averages = ['perComparison', 'pooled', 'unanimous'] as const;
const measures = ['alpha', 'gwet', 'brennanPrediger', 'fleiss', 'cohen'] as const;

/** How often people agree, with and without chance taken out, and what that implies. */
export function AgreementCards({ said }: { said: Agreement }) {
  return (
    <>
      <PercentCard said={said} />
      <ChanceCard said={said} />
    </>
  );
}

function PercentCard({ said }: { said: Agreement }) {
  const t = useT();
  const { direction, ceiling } = said;
  const of = (group: 'percent' | 'percentWithoutTies'): IntervalRow[] =>
    averages.map((name) => ({
      key: `${group}.${name}`,
      name:
        group === 'percent'
          ? t(`console-quality.percent_${name}`)
          : t('console-quality.without_ties', { what: t(`console-quality.percent_${name}`) }),
      estimate: direction[group][name],
      rows: { shared: 'any' },
    }));
  const rows: IntervalRow[] = [
    ...of('percent'),
    ...of('percentWithoutTies'),
    ...(['accuracy', 'majorityOf3', 'majorityOf5'] as const).map((name) => ({
      key: `ceiling.${name}`,
      name: t(`console-quality.ceiling_${name}`),
      estimate: ceiling[name],
      rows: { shared: 'any' as const },
    })),
  ];
  return (
    <ChartCard
      title={t('console-quality.percent')}
      how={
        <>
          <p>{t('console-quality.percent_how')}</p>
          <p>{t('console-quality.ceiling_how')}</p>
        </>
      }
      csv={{ name: 'percent-agreement', rows: estimateCells(rows) }}
      chart={<IntervalRows rows={rows} domain={[0, 1]} format="percent" reference={0.5} />}
      table={
        <EstimateTable
          title={t('console-quality.percent')}
          rows={rows}
          nameHeader={t('console-quality.measure')}
          nHeader="n"
          format="percent"
        />
      }
    />
  );
}

function ChanceCard({ said }: { said: Agreement }) {
  const t = useT();
  const { direction, strength, bootstrap } = said;
  const rows: IntervalRow[] = (['direction', 'strength'] as const).flatMap((level) =>
    measures.map((name) => ({
      key: `${level}.${name}`,
      name: t(`console-quality.${level}_${name}`),
      estimate: { direction, strength }[level].coefficients[name],
      rows: { shared: 'any' as const },
    })),
  );
  return (
    <ChartCard
      title={t('console-quality.chance')}
      how={
        <>
          <p>{t('console-quality.chance_how')}</p>
          <p>{t('console-quality.chance_how_alpha')}</p>
          <p>{t('console-quality.chance_how_others')}</p>
          <p>{t('console-quality.chance_how_intervals', { ...bootstrap })}</p>
        </>
      }
      csv={{ name: 'agreement-beyond-chance', rows: estimateCells(rows) }}
      chart={<IntervalRows rows={rows} domain={[Math.min(0, ...rows.map(lowest)), 1]} reference={0} />}
      table={
        <EstimateTable
          title={t('console-quality.chance')}
          rows={rows}
          nameHeader={t('console-quality.measure')}
          nHeader={t('console-quality.shared_comparisons')}
        />
      }
    >
      {said.strength.notOnScale === 0 ? null : (
        <p className="muted">
          <RowsLink rows={{ outcome: 'both_bad', shared: 'any' }}>
            {t('console-quality.not_on_scale', { votes: said.strength.notOnScale })}
          </RowsLink>
        </p>
      )}
    </ChartCard>
  );
}

function lowest({ estimate: { value, low } }: IntervalRow): number {
  return low ?? value ?? 0;
}
