import type { ImportJob } from '@pairwright/contract/imports';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';

/** How many new prompts name no language, by what was detected in them; nothing where it was not asked for, or there are none. */
export function DetectedLanguages({ job }: { job: ImportJob }) {
  const t = useT();
  const formats = useFormats();
  const names = new Intl.DisplayNames(useLocale(), { type: 'language' });
  const prompts = job.languagesDetected.reduce((sum, each) => sum + each.prompts, 0);
  if (prompts === 0) return null;
  const nameOf = (language: string | null): string =>
    language === null ? t('console-imports.detected_unclear') : (names.of(language) ?? language);
  const parts = job.languagesDetected.map((each) =>
    t('console-imports.detected_item', { count: each.prompts, language: nameOf(each.language) }),
  );
  return (
    <p>
      {t(job.phase === 'check' ? 'console-imports.detected_would' : 'console-imports.detected_did', {
        prompts,
        list: formats.list(parts),
      })}
    </p>
  );
}
