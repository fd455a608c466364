import type { StepResolution } from '@pairwright/contract/response-label';
import { Table } from '../../../ui/Table.tsx';
import { useSpeaker } from '../projects/form/FormFacts.tsx';
import { labelOfStep } from './question-words.ts';

/** The label of each step with the share of right and what it was made from. */
export function StepLabels({ steps }: { steps: readonly StepResolution[] }) {
  const { t, formats } = useSpeaker();
  const label = (step: StepResolution): string => {
    const said = labelOfStep(step);
    return said === null ? t('console-review.step_split') : t(`console-review.step_${said}`);
  };
  const share = ({ value, low, high }: StepResolution): string =>
    value === null
      ? '–'
      : t('console-review.probability_interval', {
          probability: formats.percent(value),
          low: low === null ? '–' : formats.percent(low),
          high: high === null ? '–' : formats.percent(high),
        });
  const rows = steps.map((step, index) => ({ step, index }));
  return (
    <Table<(typeof rows)[number]>
      caption={t('console-review.steps')}
      compact
      rows={rows}
      rowKey={({ index }) => String(index)}
      columns={[
        {
          key: 'step',
          header: t('console-review.col_step'),
          rowHeader: true,
          cell: ({ index }) => formats.number(index + 1),
        },
        { key: 'label', header: t('console-review.col_label'), cell: ({ step }) => label(step) },
        {
          key: 'share',
          header: t('console-review.col_share_right'),
          align: 'end',
          cell: ({ step }) => share(step),
        },
        ...(['right', 'neutral', 'wrong'] as const).map((name) => ({
          key: name,
          header: t(`console-review.step_${name}`),
          align: 'end' as const,
          cell: ({ step }: (typeof rows)[number]) => formats.number(step[name]),
        })),
      ]}
    />
  );
}
