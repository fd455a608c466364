import type { DatasetHealth } from '@pairwright/contract/dataset-health';
import { useT } from '../../../i18n/use-i18n.ts';
import { ChartCard } from '../statistics/ChartCard.tsx';
import { EstimateTable, estimateCells } from '../statistics/EstimateTable.tsx';
import { IntervalRows, type IntervalRow } from '../statistics/IntervalRows.tsx';

/** A share of the votes that rows come from. */
function share(key: string, name: string, estimate: IntervalRow['estimate']): IntervalRow {
  return { key, name, estimate, rows: { outcome: 'preference' } };
}

/** Shares with their intervals: labels, simple rules, models. */
export function EstimateCards({ health }: { health: DatasetHealth }) {
  const t = useT();
  const { labels } = health;
  return (
    <>
      <ShareCard
        name="labels"
        title={t('console-health.labels')}
        how={t('console-health.labels_how')}
        nameHeader={t('console-health.col_number')}
        nHeader={t('console-health.col_made_from')}
        rows={(['agreement', 'accuracy', 'ceiling'] as const).map((key) =>
          share(key, t(`console-health.label_${key}`), labels[key]),
        )}
      />
      <ShareCard
        name="baselines"
        title={t('console-health.baselines')}
        how={t('console-health.baselines_how')}
        nameHeader={t('console-health.col_rule')}
        nHeader={t('console-health.col_decided')}
        rows={health.baselines.map(({ name, accuracy }) =>
          share(name, t(`console-health.baseline_${name}`), accuracy),
        )}
      />
      {health.models.length === 0 ? null : (
        <ShareCard
          name="models"
          title={t('console-health.models')}
          how={t('console-health.models_how')}
          nameHeader={t('console-health.col_model')}
          nHeader={t('console-health.col_decisions')}
          rows={health.models.map(({ name, rate }) => share(name, name, rate))}
        />
      )}
    </>
  );
}

interface ShareProps {
  name: string;
  title: string;
  how: string;
  nameHeader: string;
  nHeader: string;
  rows: readonly IntervalRow[];
}

function ShareCard({ name, title, how, nameHeader, nHeader, rows }: ShareProps) {
  return (
    <ChartCard
      title={title}
      how={<p>{how}</p>}
      csv={{ name: `health-${name}`, rows: estimateCells(rows) }}
      chart={<IntervalRows rows={rows} domain={[0, 1]} format="percent" reference={0.5} />}
      table={
        <EstimateTable title={title} rows={rows} nameHeader={nameHeader} nHeader={nHeader} format="percent" />
      }
    />
  );
}
