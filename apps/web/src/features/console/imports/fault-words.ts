import type { ImportReject } from '@pairwright/contract/imports';
import { containerFaultCatalogue } from '@pairwright/formats/containers/container-faults';
import { importFaultCatalogue } from '@pairwright/formats/import-faults';
import { foreignFaultCatalogue } from '@pairwright/formats/in/foreign-faults';
import type { Locale } from '../../../i18n/locales.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';

export interface FaultWords {
  rule: string;
  fix: string;
  /** A sharper rule in the server's English, where the place matters and the translation is general. */
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
  const sharper = reject.rule !== faultCatalogue[reject.code].rule;
  return {
    rule: t(`console-faults.${reject.code}_rule`),
    fix: t(`console-faults.${reject.code}_fix`),
    original: sharper ? reject.rule : null,
  };
}

function isKnown(code: string): code is FaultCode {
  return Object.hasOwn(faultCatalogue, code);
}
