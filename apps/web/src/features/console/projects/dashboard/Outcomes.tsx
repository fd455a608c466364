import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import type { Translate } from '../../../../i18n/use-i18n.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Figures } from '../../shared/Figures.tsx';
import { leastForShares } from './least.ts';
import type { Overview } from './use-dashboard.ts';

const pairOutcomes = ['preference', 'tie', 'both_bad', 'cannot_judge'] as const;
const otherOutcomes = ['ranking', 'thumbs_up', 'thumbs_down', 'rated', 'steps'] as const;
const storedOutcomes = [...pairOutcomes, ...otherOutcomes];

function outcomeText(outcome: (typeof storedOutcomes)[number], t: Translate): string {
  const ofPair = pairOutcomes.find((known) => known === outcome);
  if (ofPair !== undefined) return t(`console-projects.outcome_${ofPair}`);
  const other = otherOutcomes.find((known) => known === outcome) ?? 'ranking';
  return t(`console-question.outcome_${other}`);
}

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
          ...share(outcomes[outcome]),
        }))}
      />
    </Card>
  );
}
