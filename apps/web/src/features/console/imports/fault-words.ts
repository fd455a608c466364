import type { ImportReject } from '@pairwright/contract/imports';
import { containerFaultCatalogue } from '@pairwright/formats/containers/container-faults';
import { importFaultCatalogue } from '@pairwright/formats/import-faults';
import { foreignFaultCatalogue } from '@pairwright/formats/in/foreign-faults';
import { type JsonBreak, readBreakRule } from '@pairwright/formats/json-diagnosis';
import { readDetail } from '@pairwright/formats/rule-details';
import { readValue } from '@pairwright/formats/value-words';
import type { Locale } from '../../../i18n/locales.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';

export interface FaultWords {
  rule: string;
  fix: string;
  /** A sharper rule in the server's English, where the place matters and these words are general. */
  original: string | null;
}

/** Of rows of ours, of foreign ones and of the files they stand in. */
export const faultCatalogue = {
  ...importFaultCatalogue,
  ...foreignFaultCatalogue,
  ...containerFaultCatalogue,
} as const;
type FaultCode = keyof typeof faultCatalogue;

/** A fault in the reader's language where its code is known, else as the server wrote it. */
export function faultWords(
  reject: Pick<ImportReject, 'code' | 'rule' | 'fix'>,
  locale: Locale,
  t: Translate,
): FaultWords {
  if (locale === 'en' || !isKnown(reject.code)) return { rule: reject.rule, fix: reject.fix, original: null };
  const fix = t(`console-faults.${reject.code}_fix`);
  const general = t(`console-faults.${reject.code}_rule`);
  if (reject.rule === faultCatalogue[reject.code].rule) return { rule: general, fix, original: null };
  const sharper = sharperWords(reject, t);
  return { rule: sharper ?? general, fix, original: sharper === null ? reject.rule : null };
}

/** A rule that says more than its code; null for one of a later version of the server. */
function sharperWords({ code, rule }: Pick<ImportReject, 'code' | 'rule'>, t: Translate): string | null {
  const broken = code === 'invalid_json' ? readBreakRule(rule) : null;
  if (broken !== null) return breakWords(broken, t);
  const detail = readDetail(rule);
  return detail === null ? null : t(`console-faults.detail_${detail.name}`, detail.values);
}

/** What was found, in the reader's language where it is told and not shown. Of files as such the text itself stands there. */
export function foundWords(
  { code, value }: Pick<ImportReject, 'code' | 'value'>,
  locale: Locale,
  t: Translate,
): string {
  const read = locale === 'en' || Object.hasOwn(containerFaultCatalogue, code) ? null : readValue(value);
  // Any text may be this, and means it with one code alone.
  if (read === null || (read.name === 'line' && code !== 'line_too_long')) return value;
  return t(`console-faults.value_${read.name}`, read.values);
}

function breakWords({ character, cause }: JsonBreak, t: Translate): string {
  const at = { character: String(character) };
  if (cause === null) return t('console-faults.json_breaks_at', at);
  return t('console-faults.json_breaks_because', { ...at, cause: t(`console-faults.json_${cause}`) });
}

function isKnown(code: string): code is FaultCode {
  return Object.hasOwn(faultCatalogue, code);
}
