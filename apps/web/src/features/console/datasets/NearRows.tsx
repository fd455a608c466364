import type { CallOutput } from '@pairwright/contract/client';
import { useT } from '../../../i18n/use-i18n.ts';

/** Says that what is nearly the same is no step of the preview, where that is so, and about how much it is. */
export function NearRows({ near }: Pick<CallOutput<'previewRecipe'>, 'near'>) {
  const t = useT();
  if (near === null || near.isAll) return null;
  return (
    <p className="muted">{t('console-datasets.near_estimate', { rows: near.rows, found: near.found })}</p>
  );
}
