import type { ImportReject } from '@pairwright/contract/imports';
import { importFaultCatalogue } from '@pairwright/formats/import-faults';
import type { ImportFaultCode } from '@pairwright/formats/import-faults';
import type { Locale } from '../../../i18n/locales.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';

export interface FaultWords {
  rule: string;
  fix: string;
  /** A sharper rule in the server's English, where the place matters and the translation is general. */
  original: string | null;
}

/** A fault in the reader's language where its code is known, else as the server wrote it. */
export function faultWords(reject: ImportReject, locale: Locale, t: Translate): FaultWords {
  if (locale === 'en' || !isKnown(reject.code)) return { rule: reject.rule, fix: reject.fix, original: null };
  const sharper = reject.rule !== importFaultCatalogue[reject.code].rule;
  return {
    rule: t(`console-faults.${reject.code}_rule`),
    fix: t(`console-faults.${reject.code}_fix`),
    original: sharper ? reject.rule : null,
  };
}

function isKnown(code: string): code is ImportFaultCode {
  return Object.hasOwn(importFaultCatalogue, code);
}
