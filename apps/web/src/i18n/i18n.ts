import { setupI18n } from '@lingui/core';
import type { Messages } from '@lingui/core';
import { isolatedValues } from './isolated.ts';
import type { Feature, MessageKey } from './keys.ts';
import { directionOf, initialLocale, keepLocale } from './locales.ts';
import type { Locale } from './locales.ts';

export type MessageValues = Record<string, string | number>;

const files = import.meta.glob<Messages>('../locales/*/*.json', { import: 'default' });
const wanted = new Set<Feature>();
const loaded = new Set<string>();

const engine = setupI18n();

/** Loads the messages of these features in the present language; does nothing when they are there. */
export async function loadCatalogues(features: readonly Feature[]): Promise<void> {
  for (const feature of features) wanted.add(feature);
  await loadAll(engine.locale === '' ? initialLocale() : (engine.locale as Locale), features);
}

/** Changes the language of the whole page and keeps it on this device. */
export async function changeLocale(locale: Locale): Promise<void> {
  await loadAll(locale, [...wanted]);
  engine.activate(locale);
  markDocument(locale);
  keepLocale(locale);
}

export async function startI18n(features: readonly Feature[]): Promise<void> {
  for (const feature of features) wanted.add(feature);
  const locale = initialLocale();
  await loadAll(locale, features);
  engine.activate(locale);
  markDocument(locale);
}

export function currentLocale(): Locale {
  return (engine.locale === '' ? 'en' : engine.locale) as Locale;
}

/** Calls back after every change of language. Returns the way to stop. */
export function onLocaleChange(listener: () => void): () => void {
  return engine.on('change', listener);
}

/** A sentence; texts of others in it turn nothing around them. */
export function translate(key: MessageKey, values?: MessageValues): string {
  return engine._(key, values === undefined ? values : isolatedValues(values));
}

/** A test language stands in for English where this device asks for one. */
function pseudoLocale(): string | null {
  try {
    return localStorage.getItem('pairwright.pseudo');
  } catch {
    return null;
  }
}

async function asPseudo(messages: Messages): Promise<Messages> {
  const locale = pseudoLocale();
  if (locale === null) return messages;
  const { pseudoCatalogue, pseudoLocales } = await import('./pseudo.ts');
  const known = pseudoLocales.find((name) => name === locale);
  return known === undefined ? messages : (pseudoCatalogue(messages, known) as Messages);
}

function markDocument(locale: Locale): void {
  const shown = pseudoLocale() ?? locale;
  document.documentElement.lang = shown;
  document.documentElement.dir = directionOf(shown);
}

async function loadAll(locale: Locale, features: readonly Feature[]): Promise<void> {
  await Promise.all(
    features.map(async (feature) => {
      const path = `../locales/${locale}/${feature}.json`;
      if (loaded.has(path)) return;
      const load = files[path];
      if (load === undefined) throw new Error(`There is no catalogue ${path}; add the file.`);
      engine.load(locale, await asPseudo(await load()));
      loaded.add(path);
    }),
  );
}
