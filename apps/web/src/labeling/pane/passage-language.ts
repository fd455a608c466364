/**
 * The language of a passage, for the right face, line height and voice. The script decides; what the
 * source declares settles what the script leaves open.
 */
export function passageLanguage(text: string, declared: string | null): string {
  const sample = text.slice(0, 4000);
  const share = (script: RegExp): number =>
    (sample.match(script)?.length ?? 0) / Math.max(1, sample.match(/\p{L}/gu)?.length ?? 0);
  if (share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0.1) return 'ja';
  if (share(/\p{Script=Hangul}/gu) > 0.2) return 'ko';
  if (share(/\p{Script=Han}/gu) > 0.15) return declared?.startsWith('zh') === true ? declared : 'zh-CN';
  if (share(/\p{Script=Arabic}/gu) > 0.3)
    return declared !== null && /^(ar|fa|ur)/.test(declared) ? declared : 'ar';
  if (share(/\p{Script=Hebrew}/gu) > 0.3) return 'he';
  return declared === null || /^(zh|ja|ko|ar|fa|ur|he)/.test(declared) ? 'en' : declared;
}
