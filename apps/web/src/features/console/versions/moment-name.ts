import type { Formats } from '../../../i18n/format.ts';

/** A moment as people write it; any other text as it is. */
export function momentName(text: string, formats: Formats): string {
  return /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text)) ? formats.dateTime(text) : text;
}
