import type { GuidelinesVersion } from '@pairwright/contract/projects';
import { localeNames } from '../../../../i18n/locales.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Markdown } from '../../../../ui/markdown/Markdown.tsx';

/** The text of a version, and that of the second language below it; where it is long, arrow keys scroll it. */
export function GuidelinesTexts({ version: { markdown, other } }: { version: GuidelinesVersion }) {
  const t = useT();
  return (
    <div tabIndex={0} role="group" aria-label={t('console-projects.guidelines')}>
      <Markdown text={markdown} />
      {other === null ? null : (
        <section aria-label={t('console-projects.guidelines_for', { language: localeNames[other.locale] })}>
          <h3>{t('console-projects.guidelines_for', { language: localeNames[other.locale] })}</h3>
          <div lang={other.locale}>
            <Markdown text={other.markdown} />
          </div>
        </section>
      )}
    </div>
  );
}
