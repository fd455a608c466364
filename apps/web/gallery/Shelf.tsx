import { useEffect, useState } from 'react';
import { localeNames, locales } from '../src/i18n/locales.ts';
import { Select } from '../src/ui/Field.tsx';
import styles from './gallery.module.css';
import { searchOf, widths } from './settings.ts';
import type { Settings } from './settings.ts';
import { stories } from './stories.ts';

/** The page for people: names of widgets, switches, and the chosen one in a window of the chosen width. */
export function Shelf({ first }: { first: Settings }) {
  const [settings, set] = useState(first);
  const change = (part: Partial<Settings>): void => set({ ...settings, ...part });
  const search = searchOf(settings);
  useEffect(() => history.replaceState(null, '', search), [search]);
  return (
    <div className={styles['shelf']}>
      <Switches settings={settings} change={change} />
      <nav className={styles['names']} aria-label="Widgets">
        {stories.map(({ id, title, height }) => (
          <a
            key={id}
            data-story-name={id}
            data-height={height}
            href={searchOf({ ...settings, story: id })}
            aria-current={id === settings.story ? 'page' : undefined}
            onClick={(event) => {
              event.preventDefault();
              change({ story: id });
            }}
          >
            {title}
          </a>
        ))}
      </nav>
      <main className={styles['table']}>
        {/* Our own page, in the window of a developer: a sandbox would keep its fonts and storage from it. */}
        {/* oxlint-disable-next-line react/iframe-missing-sandbox */}
        <iframe
          // A window of its own for each choice: widths are asked of the window.
          key={search}
          title={settings.story}
          src={`/${search}&frame`}
          className={styles['frame']}
          style={{ width: settings.width }}
        />
      </main>
    </div>
  );
}

interface SwitchesProps {
  settings: Settings;
  change: (part: Partial<Settings>) => void;
}

function Switches({ settings, change }: SwitchesProps) {
  return (
    <div className={styles['switches']}>
      <Select
        label="Theme"
        value={settings.theme}
        options={[
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        onChange={(theme) => change({ theme })}
      />
      <Select
        label="Language"
        value={settings.locale}
        options={locales.map((locale) => ({ value: locale, label: localeNames[locale] }))}
        onChange={(locale) => change({ locale })}
      />
      <Select
        label="Width"
        value={String(settings.width)}
        options={widths.map((width) => ({ value: String(width), label: `${width} px` }))}
        onChange={(width) => change({ width: Number(width) })}
      />
      <a href={`/${searchOf(settings)}&frame`}>By itself</a>
    </div>
  );
}
