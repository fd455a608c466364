import { useMemo } from 'react';
import type { Locale } from './locales.ts';
import { useLocale } from './use-i18n.ts';

export interface Formats {
  number(value: number): string;
  percent(ratio: number): string;
  dateTime(timestamp: string): string;
  date(timestamp: string): string;
  bytes(value: number): string;
  list(values: readonly string[]): string;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function bytesIn(locale: Locale, value: number): string {
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[unit] ?? 'byte',
    // Short, English has "204 byte".
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: rest < 10 && unit > 0 ? 1 : 0,
  }).format(rest);
}

function formatsIn(locale: Locale): Formats {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const list = new Intl.ListFormat(locale);
  return {
    number: (value) => number.format(value),
    percent: (ratio) => percent.format(ratio),
    dateTime: (timestamp) => dateTime.format(new Date(timestamp)),
    date: (timestamp) => date.format(new Date(timestamp)),
    bytes: (value) => bytesIn(locale, value),
    list: (values) => list.format(values),
  };
}

/** Numbers, dates and lists as people of the present language write them. */
export function useFormats(): Formats {
  const locale = useLocale();
  return useMemo(() => formatsIn(locale), [locale]);
}
