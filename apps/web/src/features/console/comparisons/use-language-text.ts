import type { ComparisonSummary } from '@pairwright/contract/browse';
import { useT } from '../../../i18n/use-i18n.ts';

/** The language of a comparison's prompt, and whether it was detected rather than named. */
export function useLanguageText(): (of: Pick<ComparisonSummary, 'language' | 'languageDetected'>) => string {
  const t = useT();
  return ({ language, languageDetected }) => {
    if (language === null) return '–';
    return languageDetected ? t('console-projects.language_detected', { language }) : language;
  };
}
