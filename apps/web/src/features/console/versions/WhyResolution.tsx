import type { WhyRow, WhyUnit } from '@pairwright/contract/version-why';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { Figures } from '../shared/Figures.tsx';
import { WhySingle } from './WhySingle.tsx';

/** How the votes that count, or a decision of reviewers, come to an answer. */
export function WhyResolution({ why, unit }: { why: WhyRow; unit: WhyUnit }) {
  const t = useT();
  const formats = useFormats();
  const { ballots, decided, leading } = unit;
  return (
    <li>
      <Card title={t('console-versions.resolution')}>
        {unit.single !== null ? (
          <WhySingle single={unit.single} />
        ) : ballots === null ? (
          <p>
            {t(unit.source === 'rewrite' ? 'console-versions.rewrite_rule' : 'console-versions.single_rule')}
          </p>
        ) : (
          <Ballots why={why} unit={unit} ballots={ballots} />
        )}
        {leading === null ? null : (
          <p>{t('console-versions.leading', { share: formats.percent(leading) })}</p>
        )}
        {why.decision === null ? null : (
          <p>
            {t(decided ? 'console-versions.decided' : 'console-versions.decision_known', {
              who: formats.list(why.decision.reviewers),
              when: formats.dateTime(why.decision.decidedAt),
            })}
          </p>
        )}
      </Card>
    </li>
  );
}

interface BallotsProps {
  why: WhyRow;
  unit: WhyUnit;
  ballots: NonNullable<WhyUnit['ballots']>;
}

function Ballots({ why, unit, ballots }: BallotsProps) {
  const t = useT();
  const formats = useFormats();
  const model = (index: number | null) => (index === null ? '' : (why.responses[index]?.model ?? ''));
  const names = [model(unit.first), model(unit.second)];
  // Responses of one model would be figures of one name.
  const [first = '', second = ''] =
    names[0] === names[1] ? names.map((name, at) => `${name} (${at + 1})`) : names;
  const items = [
    { label: t('console-versions.ballots_better', { model: first }), value: ballots.first },
    { label: t('console-versions.ballots_better', { model: second }), value: ballots.second },
    { label: t('console-versions.ballots_tie'), value: ballots.tie },
    { label: t('console-versions.ballots_both_bad'), value: ballots.both_bad },
    { label: t('console-versions.ballots_cannot_judge'), value: ballots.cannot_judge },
  ];
  return <Figures items={items.map(({ label, value }) => ({ label, value: formats.number(value) }))} />;
}
