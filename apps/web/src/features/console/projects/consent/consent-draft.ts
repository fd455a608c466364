import type { ConsentTexts } from '@pairwright/contract/consent';

export const noTexts: ConsentTexts = { en: '', 'zh-CN': '' };

/** Nobody is asked to agree to blanks. */
export function isEmpty(texts: ConsentTexts): boolean {
  return texts.en.trim() === '' && texts['zh-CN'].trim() === '';
}

export function isSameTexts(one: ConsentTexts, another: ConsentTexts): boolean {
  return one.en === another.en && one['zh-CN'] === another['zh-CN'];
}
