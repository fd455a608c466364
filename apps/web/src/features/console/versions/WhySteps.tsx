import type { WhyStep, WhyUnit } from '@pairwright/contract/version-why';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Table } from '../../../ui/Table.tsx';
import { useChoiceWords } from './choice-words.ts';

const tones = { passed: 'ok', stopped: 'danger', not_reached: 'neutral', decided: 'neutral' } as const;
/** What is found of these is a share of votes. */
const shares: readonly string[] = ['no_majority', 'low_agreement'];

/** What the recipe asks, step by step, and what became of the unit at each. */
export function WhySteps({ unit }: { unit: WhyUnit }) {
  const t = useT();
  const formats = useFormats();
  const words = useChoiceWords();
  const foundWords = ({ reason, found }: WhyStep): string => {
    if (found === null || found === undefined) return '–';
    if (typeof found === 'number')
      return shares.includes(reason) ? formats.percent(found) : formats.number(found);
    return words.value('', found);
  };
  return (
    <li>
      <Card title={t('console-versions.steps')}>
        <Table<WhyStep>
          caption={t('console-versions.steps_table')}
          hideCaption
          compact
          rows={unit.steps}
          rowKey={({ reason, choice }) => `${reason} ${choice ?? ''}`}
          columns={[
            {
              key: 'reason',
              header: t('console-versions.col_left_out_if'),
              rowHeader: true,
              cell: ({ reason }) => t(`console-datasets.reason_${reason}`),
            },
            {
              key: 'state',
              header: t('console-versions.col_outcome'),
              cell: ({ state }) => <Badge tone={tones[state]}>{t(`console-versions.step_${state}`)}</Badge>,
            },
            {
              key: 'wanted',
              header: t('console-versions.col_asked'),
              cell: ({ choice, wanted }) =>
                choice === null
                  ? '–'
                  : t('console-versions.choice_is', {
                      choice: words.name(choice),
                      value: words.value(choice, wanted),
                    }),
            },
            {
              key: 'found',
              header: t('console-versions.col_found'),
              cell: (step) => <bdi dir="auto">{foundWords(step)}</bdi>,
            },
          ]}
        />
      </Card>
    </li>
  );
}
