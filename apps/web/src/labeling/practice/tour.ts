import type { Answer } from '@pairwright/contract/judgment';
import type { Question } from '@pairwright/contract/projects';
import { ownSetting } from '../../device/own-settings.ts';
import type { Locale } from '../../i18n/locales.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import type { Work } from '../session/session.ts';
import { pairQuestion } from './practice-form.ts';

/** Which answer of each step is better. */
const better = ['a', 'b', 'a'] as const;
export const tourSteps = [1, 2, 3] as const;
export type TourStep = (typeof tourSteps)[number];

/** The pair of a step, in the reader's language. */
export function tourWork(
  step: TourStep,
  question: Question,
  { t, locale }: { t: Translate; locale: Locale },
): Work {
  const ask = t('practice.tour_question');
  const said = (content: string) => ({ messages: [{ role: 'assistant' as const, content }] });
  return {
    id: `tour-${step}`,
    language: locale,
    prompt: [{ role: 'user', content: t(`practice.tour_${step}_prompt`) }],
    responses: [said(t(`practice.tour_${step}_a`)), said(t(`practice.tour_${step}_b`))],
    judgeTurn: null,
    sensitive: [],
    question: pairQuestion(question, { en: ask, 'zh-CN': ask }),
  };
}

/** Whether an answer names the better one, in any degree. */
export function isRight(step: TourStep, answer: Answer, question: Question): boolean {
  const { main } = question.form;
  if (answer.outcome !== 'scale' || main.kind !== 'pair') return false;
  const middle = (main.scale.points + 1) / 2;
  return better[step - 1] === 'a' ? answer.position < middle : answer.position > middle;
}

const seen = ownSetting<boolean>('tour', (kept) => kept !== null);

/** Whether this person finished or skipped the tour on this device. */
export const tourSeen = seen.get;

export function rememberTour(): void {
  seen.set(true);
}
