import type { QuestionForm } from '@pairwright/contract/question-form';
import { useT } from '../../../../i18n/use-i18n.ts';
import type { IntervalRow } from '../IntervalRows.tsx';
import { useGradedName } from './GradedCard.tsx';
import type { Agreement } from './QualityPage.tsx';

/** Agreement with chance taken out, of the kind that the main question has. */
export function useAlphaRows(projectId: string, form: QuestionForm) {
  const t = useT();
  const nameOf = useGradedName(projectId);
  return (said: Agreement): IntervalRow[] => {
    const { main } = form;
    if (main.kind === 'pair')
      return (['direction', 'strength'] as const)
        .filter((level) => level === 'direction' || main.scale.points > 3)
        .map((level) => ({
          key: `${level}.alpha`,
          name: t(`console-quality.${level}_alpha`),
          estimate: said[level].coefficients.alpha,
          rows: { shared: 'any' },
        }));
    if (main.kind === 'rank')
      return (['concordance', 'correlation'] as const).map((name) => ({
        key: `rankings.${name}`,
        name: t(`console-quality.rankings_${name}`),
        estimate: said.rankings[name],
        rows: { outcome: 'ranking', shared: 'any' },
      }));
    if (main.ask === 'steps')
      return said.scales
        .filter(({ what }) => what === 'first_wrong' || what === 'step')
        .map((of) => ({
          key: `${of.what}.alpha`,
          name: t('console-quality.graded_alpha', { what: nameOf(of) }),
          estimate: of.alpha,
          rows: { outcome: 'steps', shared: 'any' },
        }));
    return said.graded
      .filter(({ what }) => what === (main.ask === 'thumbs' ? 'thumbs' : 'rating'))
      .map((of) => ({
        key: [of.what, of.key, 'alpha'].filter(Boolean).join('.'),
        name: t('console-quality.graded_alpha', { what: nameOf(of) }),
        estimate: of.alpha,
        rows: { shared: 'any' },
      }));
  };
}
