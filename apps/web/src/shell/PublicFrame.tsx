import type { ReactNode } from 'react';
import { localeNames } from '../i18n/locales.ts';
import { useLocale, useT } from '../i18n/use-i18n.ts';
import { Menu } from '../ui/Menu.tsx';
import { Brand } from './AppShell.tsx';
import styles from './shell.module.css';
import { usePreferenceGroups } from './use-preferences.ts';

/** The frame of pages for people who are not signed in: language first. */
export function PublicFrame({ title, children }: { title: string; children: ReactNode }) {
  const t = useT();
  const locale = useLocale();
  const [language, theme] = usePreferenceGroups();
  return (
    <div className={styles['shell']}>
      <header className={styles['header']}>
        <span className={styles['brand']}>
          <Brand />
        </span>
        <span className={styles['nav']} />
        <Menu
          label={`${t('shell.language')}: ${localeNames[locale]}`}
          text={localeNames[locale]}
          groups={[{ id: language.id, items: language.items }]}
        />
        <Menu label={t('shell.theme')} icon="theme" groups={[{ id: theme.id, items: theme.items }]} />
      </header>
      <main className={styles['narrow']}>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
