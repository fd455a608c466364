import type { JobError } from '@pairwright/contract/shapes';
import { readStopped } from '@pairwright/formats/in/recognition-words';
import type { Locale } from '../../../i18n/locales.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { faultCatalogue, faultWords } from './fault-words.ts';

/** Why an import stopped at its file, in the reader's language, with what to do; null for every other error. */
export function stoppedWords(error: JobError, locale: Locale, t: Translate): string | null {
  if (error.code !== 'format_unknown' && error.code !== 'file_unreadable') return null;
  const read = readStopped(error.message);
  if (read === null) return null;
  if (read.name === 'empty') return t('console-imports.stopped_empty');
  if (read.name === 'unreadable') {
    const words = faultWords(faultOf(read.values['rule'] ?? '', error.fix ?? ''), locale, t);
    return t('console-imports.stopped_unreadable', { rule: words.original ?? words.rule, fix: words.fix });
  }
  return `${t(`console-imports.stopped_${read.name}`, read.values)} ${t('console-imports.stopped_fix')}`;
}

/** The fault of a file by its words: what to do about it belongs to one code, a rule may be sharper. */
function faultOf(rule: string, fix: string): { code: string; rule: string; fix: string } {
  const codes = Object.entries(faultCatalogue).filter(([, known]) => known.fix === fix);
  const [code = ''] = codes.find(([, known]) => known.rule === rule) ?? codes[0] ?? [];
  return { code, rule, fix };
}
