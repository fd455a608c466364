import type { QuestionForm, Scale } from '@pairwright/contract/question-form';

/** A question as a form holds it. */
export interface QuestionDraft {
  text: { en: string; 'zh-CN': string };
  form: QuestionForm;
}

/** A scale with another number of points: an odd one has the tie in its middle. */
export function withPoints(scale: Scale, points: number): Scale {
  return { ...scale, points, allowTie: points % 2 === 1 ? true : scale.allowTie };
}

/** A whole number in range out of what was typed, else null. */
export function wholeIn(text: string, least: number, most: number): number | null {
  const value = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}
