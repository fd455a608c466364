import type { CallOutput } from '@pairwright/contract/client';
import { useT } from '../../../i18n/use-i18n.ts';

/**
 * Says that what is left out for its texts is no step of the preview, where that is so, and about how much it is: rows that are nearly the
 * same, and rows with personal data.
 */
export function TextDrops({ near, personal }: Pick<CallOutput<'previewRecipe'>, 'near' | 'personal'>) {
  const t = useT();
  return (
    <>
      {near === null || near.isAll ? null : (
        <p className="muted">{t('console-datasets.near_estimate', { rows: near.rows, found: near.found })}</p>
      )}
      {personal === null || personal.isAll ? null : (
        <p className="muted">
          {t('console-datasets.personal_estimate', { rows: personal.rows, found: personal.found })}
        </p>
      )}
    </>
  );
}
