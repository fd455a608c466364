import type { Withdrawal } from '@pairwright/contract/withdrawals';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';

/** Who took something out of work, when and why. */
export function WithdrawnWords({ withdrawal: { by, at, because } }: { withdrawal: Withdrawal }) {
  const t = useT();
  const formats = useFormats();
  return <p dir="auto">{t('console-projects.withdrawn_by', { by, when: formats.dateTime(at), because })}</p>;
}
