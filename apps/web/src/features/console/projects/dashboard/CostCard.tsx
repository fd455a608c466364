import { useLocale, useT } from '../../../../i18n/use-i18n.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Figures } from '../../shared/Figures.tsx';
import type { Dashboard } from './use-dashboard.ts';

/** What the judgments so far are worth, and all that are wanted. */
export function CostCard({ cost }: { cost: NonNullable<Dashboard['cost']> }) {
  const t = useT();
  const locale = useLocale();
  const money = (micros: number): string =>
    new Intl.NumberFormat(locale, { style: 'currency', currency: cost.currency }).format(micros / 1e6);
  const items = [
    {
      label: t('console-overview.cost_so_far'),
      value: money(cost.soFarMicros),
      rows: { votes: 'paid' as const },
    },
    {
      label: t('console-overview.cost_final'),
      value: money(cost.finalMicros),
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
