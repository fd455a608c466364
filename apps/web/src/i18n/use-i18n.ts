import { useSyncExternalStore } from 'react';
import { currentLocale, onLocaleChange, translate } from './i18n.ts';
import type { MessageValues } from './i18n.ts';
import type { MessageKey } from './keys.ts';
import type { Locale } from './locales.ts';

export type Translate = (key: MessageKey, values?: MessageValues) => string;

// A new function per language, so that memoised components see the change.
const translators: Record<Locale, Translate> = {
  en: (key, values) => translate(key, values),
  'zh-CN': (key, values) => translate(key, values),
};

export function useLocale(): Locale {
  return useSyncExternalStore(onLocaleChange, currentLocale);
}

/** `t('feature.key', { values })` in the present language; the component follows a change of language. */
export function useT(): Translate {
  return translators[useLocale()];
}
