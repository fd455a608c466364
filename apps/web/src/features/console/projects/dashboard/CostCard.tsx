import type { Amount } from '@pairwright/contract/projects';
import { useFormats } from '../../../../i18n/format.ts';
import { useLocale, useT } from '../../../../i18n/use-i18n.ts';
import { Card } from '../../../../ui/Card.tsx';
import { amountOf } from '../../../my-work/time.ts';
import { Figures } from '../../shared/Figures.tsx';
import type { Dashboard } from './use-dashboard.ts';

/** What the judgments so far are worth, each by the rate that held when it was given, and all that are to come. */
export function CostCard({ cost }: { cost: NonNullable<Dashboard['cost']> }) {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const money = (amounts: readonly Amount[]): string =>
    amounts.length === 0
      ? formats.number(0)
      : formats.list(
          amounts.map(({ currency, micros }) =>
            new Intl.NumberFormat(locale, { style: 'currency', currency }).format(micros / 1e6),
          ),
        );
  const paid = cost.paid.map((rate) =>
    t('console-overview.cost_rate', { count: rate.judgments, rate: amountOf(rate, 1, locale) }),
  );
  const { wanted, gold, repeats } = cost.toCome;
  const items = [
    {
      label: t('console-overview.cost_so_far'),
      value: money(cost.soFar),
      ...(cost.paid.length === 0 ? {} : { hint: formats.list(paid) }),
      rows: { votes: 'paid' as const },
    },
    {
      label: t('console-overview.cost_final'),
      value: money(cost.final),
      hint: t('console-overview.cost_to_come', { wanted, gold, repeats }),
      rows: { progress: 'open' as const },
    },
  ];
  return (
    <Card title={t('console-overview.cost')}>
      <Figures items={items} />
      <p className="muted">{t('console-overview.cost_how')}</p>
    </Card>
  );
}
