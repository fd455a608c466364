import type { CallOutput } from '@pairwright/contract/client';
import type { Translate } from '../../../i18n/use-i18n.ts';

type Comparison = CallOutput<'getComparison'>;
export type ComparisonJudgment = Comparison['judgments'][number];

/** A judgment in words with the models' names: strength below 0 prefers the first response. */
export function answerWords(judgment: ComparisonJudgment, models: readonly string[], t: Translate): string {
  const { outcome, strength } = judgment;
  if (outcome === 'tie') return t('console-projects.outcome_tie');
  if (outcome === 'both_bad') return t('console-projects.outcome_both_bad');
  if (outcome === 'cannot_judge') return t('console-projects.outcome_cannot_judge');
  if (outcome === 'retracted') return t('console-projects.answer_retracted');
  const model = models[(strength ?? 0) < 0 ? 0 : 1] ?? '';
  const rounded = Math.round(Math.abs(strength ?? 0) * 100) / 100;
  return t('console-projects.answer_prefers', { model, strength: rounded });
}

/** The model whose response stood on the left. */
export function shownLeft(judgment: ComparisonJudgment, models: readonly string[]): string {
  return models[judgment.presentedOrder[0] ?? 0] ?? '';
}
