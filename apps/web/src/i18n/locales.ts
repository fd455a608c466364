export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** Each language named in itself, so that a person finds their own. */
export const localeNames: Record<Locale, string> = { en: 'English', 'zh-CN': '简体中文' };

const rightToLeft = /^(ar|fa|he|ur)\b/;

/** The direction a language is written in. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return rightToLeft.test(locale) ? 'rtl' : 'ltr';
}

const storageKey = 'pairwright.locale';

export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale);
}

/** The language kept on this device, else the browser's, else English. */
export function initialLocale(): Locale {
  const kept = readKept();
  if (kept !== null) return kept;
  return /^zh/i.test(navigator.language) ? 'zh-CN' : 'en';
}

export function keepLocale(locale: Locale): void {
  try {
    localStorage.setItem(storageKey, locale);
  } catch {
    // Storage may be forbidden; the choice then lasts until reload.
  }
}

function readKept(): Locale | null {
  try {
    const kept = localStorage.getItem(storageKey);
    return isLocale(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** Whether a language was chosen on this device. */
export function hasKeptLocale(): boolean {
  return readKept() !== null;
}
