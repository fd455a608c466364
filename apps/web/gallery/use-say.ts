import { useLocale } from '../src/i18n/use-i18n.ts';

/** Picks a sample text by the language of the page. */
export function useSay(): (en: string, zh: string) => string {
  const locale = useLocale();
  return (en, zh) => (locale === 'en' ? en : zh);
}
