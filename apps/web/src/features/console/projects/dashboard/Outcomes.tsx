import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Figures } from '../../shared/Figures.tsx';
import { outcomeText, pairOutcomes, storedOutcomes } from '../outcome-text.ts';
import { leastForShares } from './least.ts';
import type { Overview } from './use-dashboard.ts';

/** How judgments came out, each kind that was given. */
export function Outcomes({ overview }: { overview: Overview }) {
  const t = useT();
  const formats = useFormats();
  const { outcomes } = overview;
  const given = storedOutcomes.filter((outcome) => outcomes[outcome] > 0);
  const shown = given.length === 0 ? pairOutcomes : given;
  const all = given.reduce((sum, outcome) => sum + outcomes[outcome], 0);
  const share = (count: number): { hint: string } | object =>
    all < leastForShares ? {} : { hint: formats.percent(count / all) };
  return (
    <Card title={t('console-projects.outcomes')}>
      <Figures
        items={shown.map((outcome) => ({
          label: outcomeText(outcome, t),
          value: formats.number(outcomes[outcome]),
          rows: { outcome },
          ...share(outcomes[outcome]),
        }))}
      />
    </Card>
  );
}
