import type { GuidelinesVersion, OtherGuidelines, Project } from '@pairwright/contract/projects';

/** What stands in the editor: the main text and that of the second language, empty where there is none. */
export interface GuidelinesDraft {
  readonly markdown: string;
  readonly other: string;
}

export function draftOf({ markdown, other }: Pick<GuidelinesVersion, 'markdown' | 'other'>): GuidelinesDraft {
  return { markdown, other: other?.markdown ?? '' };
}

/** The second language: that of the text there is, else the one that the project does not work in. */
export function secondLocale(
  { other }: Pick<GuidelinesVersion, 'other'>,
  language: Project['language'] | undefined,
): OtherGuidelines['locale'] {
  return other?.locale ?? (language === 'zh-CN' ? 'en' : 'zh-CN');
}

export function isSame(one: GuidelinesDraft, another: GuidelinesDraft): boolean {
  return one.markdown === another.markdown && one.other === another.other;
}

/** What is published: a second text of blanks is none. */
export function bodyOf(
  { markdown, other }: GuidelinesDraft,
  locale: OtherGuidelines['locale'],
): { markdown: string; other: OtherGuidelines | null } {
  return { markdown, other: other.trim() === '' ? null : { locale, markdown: other } };
}
