import type { AskedConsent } from '@pairwright/contract/consent';
import type { Locale } from './locales.ts';

/** The text in the reader's language; where there is none in it the other one, and no `locale`. */
export function ownConsent({ texts }: AskedConsent, locale: Locale): { text: string; locale: Locale | null } {
  const own = locale === 'zh-CN' ? texts['zh-CN'] : texts.en;
  if (own.trim() !== '') return { text: own, locale };
  return { text: locale === 'zh-CN' ? texts.en : texts['zh-CN'], locale: null };
}
