import { ownSetting, parsed } from '../../device/own-settings.ts';

/** How a person likes to work. Kept on this device, for them alone. */
export interface Preferences {
  /** `auto`: side by side where both columns are wide enough to read. */
  layout: 'auto' | 'side_by_side' | 'stacked' | 'one_at_a_time';
  rendering: 'markdown' | 'raw';
  promptOpen: boolean;
  /** In percent of the usual. */
  textSize: number;
  /** Answers beside each other scroll together. */
  syncScroll: boolean;
  /** Invisible and direction-turning characters are shown in formatted text too. */
  invisible: boolean;
  dockOpen: boolean;
  /** Single keys act; off for people whose voice or switch control presses keys by itself. */
  singleKeys: boolean;
  /** A digit commits at once, or only selects and Enter commits. */
  commit: 'instant' | 'confirm';
}

const defaults: Preferences = {
  layout: 'auto',
  rendering: 'markdown',
  promptOpen: true,
  textSize: 100,
  syncScroll: false,
  invisible: false,
  dockOpen: false,
  singleKeys: true,
  commit: 'instant',
};

const own = ownSetting<Preferences>('workbench', (text) => {
  const kept = parsed(text);
  return { ...defaults, ...(typeof kept === 'object' && kept !== null ? kept : {}) };
});

export const preferences = own.get;
export const onPreferencesChange = own.subscribe;

export function setPreferences(change: Partial<Preferences>): void {
  own.set({ ...preferences(), ...change });
}
