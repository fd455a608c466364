import { useSyncExternalStore } from 'react';
import { changeLocale } from '../i18n/i18n.ts';
import { localeNames, locales } from '../i18n/locales.ts';
import type { Locale } from '../i18n/locales.ts';
import { useLocale, useT } from '../i18n/use-i18n.ts';
import type { MenuGroup } from '../ui/Menu.tsx';
import { currentTheme, onThemeChange, setTheme, themes } from './theme.ts';
import type { Theme } from './theme.ts';

export function useTheme(): Theme {
  return useSyncExternalStore(onThemeChange, currentTheme);
}

/** Menu groups for language and theme; the same everywhere, signed in or not. */
export function usePreferenceGroups(onLocale?: (locale: Locale) => void): readonly [MenuGroup, MenuGroup] {
  const t = useT();
  const locale = useLocale();
  const theme = useTheme();
  const language: MenuGroup = {
    id: 'language',
    heading: t('shell.language'),
    items: locales.map((item) => ({
      id: item,
      label: localeNames[item],
      checked: item === locale,
      onSelect: () => {
        void changeLocale(item);
        onLocale?.(item);
      },
    })),
  };
  const looks: MenuGroup = {
    id: 'theme',
    heading: t('shell.theme'),
    items: themes.map((item) => ({
      id: item,
      label: t(`shell.theme_${item}`),
      checked: item === theme,
      onSelect: () => setTheme(item),
    })),
  };
  return [language, looks];
}
