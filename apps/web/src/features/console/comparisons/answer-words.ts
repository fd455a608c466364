import type { CallOutput } from '@pairwright/contract/client';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import type { Translate } from '../../../i18n/use-i18n.ts';

type Comparison = CallOutput<'getComparison'>;
export type ComparisonJudgment = Comparison['judgments'][number];

/** The parts of a judgment as the server stored them; older judgments have none. */
export function detailsOf({ details }: Pick<ComparisonJudgment, 'details'>): CanonicalDetails | null {
  // Written by the server alone, in this shape.
  return details as CanonicalDetails | null;
}

/** A judgment in words with the models' names: strength below 0 prefers the first response. */
export function answerWords(
  judgment: Pick<ComparisonJudgment, 'outcome' | 'strength' | 'ranks' | 'details'>,
  models: readonly string[],
  t: Translate,
): string {
  switch (judgment.outcome) {
    case 'preference': {
      const { strength } = judgment;
      const model = models[(strength ?? 0) < 0 ? 0 : 1] ?? '';
      return t('console-projects.answer_prefers', { model, strength: strengthOf(strength) });
    }
    case 'tie':
    case 'both_bad':
    case 'cannot_judge':
      return t(`console-projects.outcome_${judgment.outcome}`);
    case 'retracted':
      return t('console-projects.answer_retracted');
    case 'ranking':
      return rankingWords(judgment.ranks ?? [], models, t);
    case 'steps':
      return stepsWords(detailsOf(judgment)?.steps ?? [], t);
    case 'thumbs_up':
    case 'thumbs_down':
    case 'rated':
      return t(`console-question.outcome_${judgment.outcome}`);
  }
}

/** How strong, to two digits, whichever side it is for. */
export function strengthOf(strength: number | null): number {
  return Math.round(Math.abs(strength ?? 0) * 100) / 100;
}

/** `b > a = c` by the models' names; those that nobody should get after it, those below the best k left out. */
function rankingWords(ranks: readonly (number | null)[], models: readonly string[], t: Translate): string {
  const groups = new Map<number, string[]>();
  ranks.forEach((rank, index) => {
    if (rank !== null) groups.set(rank, [...(groups.get(rank) ?? []), models[index] ?? '']);
  });
  const unacceptable = groups.get(0);
  groups.delete(0);
  const order = [...groups].sort(([a], [b]) => a - b).map(([, names]) => names.join(' = '));
  const text = order.length === 0 ? t('console-question.answer_none_ranked') : order.join(' > ');
  if (unacceptable === undefined) return text;
  return t('console-question.answer_ranking_unacceptable', {
    order: text,
    models: unacceptable.join(t('console-question.comma')),
  });
}

function stepsWords(steps: NonNullable<CanonicalDetails['steps']>, t: Translate): string {
  const right = steps.filter(({ label }) => label === 'right').length;
  const first = steps.findIndex(({ label }) => label === 'wrong') + 1;
  const values = { right, count: steps.length };
  return first === 0
    ? t('console-question.answer_steps', values)
    : t('console-question.answer_steps_error', { ...values, first });
}

/** The model whose response stood on the left. */
export function shownLeft(judgment: ComparisonJudgment, models: readonly string[]): string {
  return models[judgment.presentedOrder[0] ?? 0] ?? '';
}
