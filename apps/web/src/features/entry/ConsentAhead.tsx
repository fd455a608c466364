import type { AskedConsent } from '@pairwright/contract/consent';
import { ownConsent } from '../../i18n/own-consent.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { Markdown } from '../../ui/markdown/Markdown.tsx';

/** What one will be asked to agree to, to be read before one joins. */
export function ConsentAhead({ consent }: { consent: AskedConsent }) {
  const t = useT();
  const { text } = ownConsent(consent, useLocale());
  return (
    <details>
      <summary>{t('entry.consent')}</summary>
      <Markdown text={text} />
    </details>
  );
}
