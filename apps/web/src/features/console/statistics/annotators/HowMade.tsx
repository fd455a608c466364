import type { AnswerKind } from '@pairwright/contract/statistics/annotators';
import { useT } from '../../../../i18n/use-i18n.ts';

/** How the numbers of annotators are made, and what agreeing means for what is judged here. */
export function HowMade({ kinds }: { kinds: readonly AnswerKind[] }) {
  const t = useT();
  return (
    <>
      <p>{t('console-annotators.how')}</p>
      {kinds.map((kind) => (
        <p key={kind}>{t(`console-annotators.alike_${kind}`)}</p>
      ))}
    </>
  );
}

/** Which numbers have no meaning for what is judged here. */
export function LeftOut({ kinds }: { kinds: readonly AnswerKind[] }) {
  const t = useT();
  if (kinds.length === 0 || kinds.includes('pair')) return null;
  return <p className="muted">{t('console-annotators.only_pairs')}</p>;
}
