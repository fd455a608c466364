import { useState } from 'react';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Select } from '../../../../ui/Field.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../../statistics/ChartCard.tsx';
import { DayBars, DayTable, shownDays } from '../DayChart.tsx';
import { type Finish, lastDays, noonOf } from '../days.ts';
import type { Dashboard, Overview } from './use-dashboard.ts';

/** How many days may be looked at; 366 are all that are kept. */
const spans = ['7', '30', '60', '90', 'all'] as const;

interface Props {
  overview: Overview;
  forecast: Dashboard['forecast'];
}

/** Judgments by day, and when all will be judged at that pace. */
export function PaceCard({ overview, forecast }: Props) {
  const t = useT();
  const [span, setSpan] = useState<(typeof spans)[number]>(`${shownDays}`);
  const days = lastDays(overview.perDay, span === 'all' ? Infinity : Number(span));
  const none = <p className="muted">{t('console-projects.no_judgments')}</p>;
  return (
    <ChartCard
      title={t('console-projects.per_day')}
      how={<p>{t('console-overview.forecast_how', { days: forecast.days })}</p>}
      csv={{
        name: 'judgments-per-day',
        rows: [
          ['day', 'judgments', 'imported', 'annotators'],
          ...overview.perDay.map((day) => [day.day, day.judgments, day.imported, day.annotators]),
        ],
      }}
      chart={days.length === 0 ? none : <DayBars days={days} finish={finishOf(forecast)} />}
      table={days.length === 0 ? none : <DayTable days={days} />}
    >
      {overview.perDay.length === 0 ? null : (
        <Select
          label={t('console-overview.days')}
          value={span}
          options={spans.map((value) => ({
            value,
            label:
              value === 'all'
                ? t('console-overview.days_all')
                : t('console-overview.days_last', { days: Number(value) }),
          }))}
          onChange={setSpan}
        />
      )}
      <Forecast forecast={forecast} />
    </ChartCard>
  );
}

function finishOf({ date, low, high, remaining }: Dashboard['forecast']): Finish | null {
  return date === null || low === null || remaining === 0 ? null : { date, low, high };
}

function Forecast({ forecast }: { forecast: Dashboard['forecast'] }) {
  const t = useT();
  const formats = useFormats();
  const { date, low, high, perDay, remaining, reason } = forecast;
  if (remaining === 0) return null;
  const on = (day: string): string => formats.date(noonOf(day));
  if (date === null || low === null)
    return (
      <p className="muted">
        {t(
          reason === 'no_convergence' ? 'console-overview.forecast_far' : 'console-overview.forecast_unknown',
        )}
      </p>
    );
  const values = { date: on(date), low: on(low), remaining, pace: formats.number(Math.round(perDay ?? 0)) };
  return (
    <p>
      <RowsLink rows={{ progress: 'open' }}>
        {high === null
          ? t('console-overview.forecast_open', values)
          : t('console-overview.forecast', { ...values, high: on(high) })}
      </RowsLink>
    </p>
  );
}
