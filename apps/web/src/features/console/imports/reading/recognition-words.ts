import type { FormatSign, RecognitionReason } from '@pairwright/contract/import-recognition';
import { useFormats } from '../../../../i18n/format.ts';
import { useLocale, useT } from '../../../../i18n/use-i18n.ts';
import { faultWords } from '../fault-words.ts';

/** Why a file is taken for rows of a format, or for none, in the reader's language. */
export function useRecognitionWords() {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  return {
    sign: ({ column, holds }: FormatSign): string => t(`console-imports.sign_${holds}`, { column }),
    reason: (reason: RecognitionReason): string => {
      switch (reason.code) {
        case 'clear':
        case 'too_few':
          return t(`console-imports.because_${reason.code}`, reason);
        case 'unknown':
          return t('console-imports.because_unknown', {
            columns: formats.list(reason.columns.map((column) => t('console-imports.column', { column }))),
          });
        case 'either':
        case 'mixed':
          return t(`console-imports.because_${reason.code}`, { formats: formats.list([...reason.formats]) });
        case 'no_objects':
          return t('console-imports.because_no_objects');
        case 'unreadable': {
          const { rule, fix } = faultWords({ ...reason, code: reason.fault }, locale, t);
          return t('console-imports.because_unreadable', { rule, fix });
        }
      }
    },
  };
}
