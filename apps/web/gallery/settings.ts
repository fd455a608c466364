import { isLocale } from '../src/i18n/locales.ts';
import type { Locale } from '../src/i18n/locales.ts';

export const widths = [320, 768, 1280] as const;

/** What is shown, and how: all of it is in the address. */
export interface Settings {
  story: string;
  theme: 'light' | 'dark';
  locale: Locale;
  width: number;
}

const fallback: Settings = { story: 'scale', theme: 'light', locale: 'en', width: 1280 };

/** Reads `?story=rank&theme=dark&locale=zh-CN&width=320`; what is not there is as usual. */
export function readSettings(search: string): Settings {
  const asked = new URLSearchParams(search);
  const locale = asked.get('locale');
  const width = Number(asked.get('width'));
  return {
    story: asked.get('story') ?? fallback.story,
    theme: asked.get('theme') === 'dark' ? 'dark' : fallback.theme,
    locale: isLocale(locale) ? locale : fallback.locale,
    width: width >= 280 && width <= 3000 ? width : fallback.width,
  };
}

export function searchOf({ story, theme, locale, width }: Settings): string {
  return `?${new URLSearchParams({ story, theme, locale, width: String(width) }).toString()}`;
}
