import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Locale = 'en' | 'zh-CN';

/** Says what the web writes for a message key, like `auth.sign_in`, so that journeys find controls by their names. */
export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;

const catalogues = path.resolve(import.meta.dirname, '../../../apps/web/src/locales');

/** The words of one language, from the catalogues of the web. Of what messages can hold, journeys know values and plurals; the rest throws. */
export function wordsOf(locale: Locale): Words {
  const messages = new Map<string, string>();
  for (const file of readdirSync(path.join(catalogues, locale))) {
    const content = JSON.parse(readFileSync(path.join(catalogues, locale, file), 'utf8')) as Record<
      string,
      string
    >;
    for (const [key, text] of Object.entries(content))
      messages.set(`${path.basename(file, '.json')}.${key}`, text);
  }
  return (key, values = {}) => {
    const text = messages.get(key);
    if (text === undefined) throw new Error(`The web has no message ${key} in ${locale}.`);
    const filled = inNumber(text, { locale, values }).replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : whole,
    );
    if (filled.includes('{')) throw new Error(`${key} needs more than ${Object.keys(values).join(', ')}.`);
    return filled;
  };
}

/** With the form of each plural that its count asks for. */
function inNumber(
  text: string,
  { locale, values }: { locale: Locale; values: Readonly<Record<string, string | number>> },
): string {
  const plural = /\{(\w+), plural,((?: (?:one|other) \{[^{}]*\})+)\}/g;
  return text.replace(plural, (whole, name: string, forms: string) => {
    const count = values[name];
    if (typeof count !== 'number') return whole;
    const form = new RegExp(`${new Intl.PluralRules(locale).select(count)} \\{([^{}]*)\\}`).exec(forms);
    return form === null ? whole : form[1]!.replaceAll('#', count.toLocaleString(locale));
  });
}
