import type { StoppingLook } from '@pairwright/contract/resolutions';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';

/** Why more judgments were asked for where people differ, or why no more are: the lead there is, and the one it takes. */
export function Stopping({ look }: { look: StoppingLook | null }) {
  const t = useT();
  const formats = useFormats();
  if (look === null) return null;
  const { lead, needed, judgments, learnt, voters, contested, target } = look;
  const outcome = contested ? 'contested' : lead >= needed ? 'enough' : 'more';
  if (look.accuracy === null)
    return <p>{t(`console-review.stopping_ratings_${outcome}`, { lead, needed, voters, target })}</p>;
  const accuracy = formats.percent(look.accuracy);
  return (
    <p>
      {t(`console-review.stopping_${outcome}`, { lead, needed, judgments, target })}{' '}
      {learnt === 0
        ? t('console-review.stopping_assumed', { accuracy })
        : t('console-review.stopping_learnt', { accuracy, learnt, voters })}
    </p>
  );
}
