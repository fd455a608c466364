import type { ExportContainer } from '@pairwright/domain/export-containers';
import type { Translate } from '../../../i18n/use-i18n.ts';

/** What whoever chooses a table should know of formulas; nothing of other kinds of file. */
export function tableHint(container: ExportContainer, t: Translate): string | undefined {
  if (container === 'csv') return t('console.csv_formulas');
  return container === 'spreadsheet' ? t('console.csv_guarded') : undefined;
}
