import type { GuidelinesVersion } from '@pairwright/contract/projects';
import type { Locale } from '../../i18n/locales.ts';

/** The guidelines in the reader's language where they are there in it; else the main text. */
export function ownGuidelines(
  { markdown, other }: Pick<GuidelinesVersion, 'markdown' | 'other'>,
  locale: Locale,
): string {
  // A project that this device keeps from before has no second text.
  return other?.locale === locale ? other.markdown : markdown;
}
