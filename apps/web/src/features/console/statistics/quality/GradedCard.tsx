import type { QuestionForm } from '@pairwright/contract/question-form';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../../../api/queries.ts';
import { useLocale, useT } from '../../../../i18n/use-i18n.ts';
import { ChartCard } from '../ChartCard.tsx';
import { EstimateTable, estimateCells } from '../EstimateTable.tsx';
import { IntervalRows, type IntervalRow } from '../IntervalRows.tsx';
import type { Agreement } from './QualityPage.tsx';

/** What is answered on a scale of its own. */
type Named = Pick<Agreement['graded'][number] | Agreement['scales'][number], 'what' | 'key'>;

/** Agreement on what is not a vote on a pair: rankings, thumbs, ratings and criteria. */
export function GradedCard({ projectId, said }: { projectId: string; said: Agreement }) {
  const t = useT();
  const nameOf = useGradedName(projectId);
  const { rankings, graded } = said;
  const rows: IntervalRow[] = [
    ...(rankings.rankings === 0
      ? []
      : (['concordance', 'correlation'] as const).map((name) => ({
          key: `rankings.${name}`,
          name: t(`console-quality.rankings_${name}`),
          estimate: rankings[name],
          rows: { outcome: 'ranking' as const, shared: 'any' as const },
        }))),
    ...graded.flatMap((of) =>
      (['alpha', 'perAnswer'] as const).map((name) => ({
        key: [of.what, of.key, name].filter(Boolean).join('.'),
        name: t(`console-quality.graded_${name}`, { what: nameOf(of) }),
        estimate: of[name],
        rows: { shared: 'any' as const },
      })),
    ),
  ];
  return (
    <ChartCard
      title={t('console-quality.graded')}
      how={
        <>
          <p>{t('console-quality.rankings_how')}</p>
          <p>{t('console-quality.graded_how')}</p>
        </>
      }
      csv={{ name: 'graded-answers', rows: estimateCells(rows) }}
      chart={
        <IntervalRows
          rows={rows}
          domain={[Math.min(0, ...rows.map(({ estimate }) => estimate.low ?? 0)), 1]}
          reference={0}
        />
      }
      table={
        <EstimateTable
          title={t('console-quality.graded')}
          rows={rows}
          nameHeader={t('console-quality.measure')}
          nHeader={t('console-quality.shared_answers')}
        />
      }
    />
  );
}

/** As the present question names it; the key of what it asks no more. */
export function useGradedName(projectId: string): (of: Named) => string {
  const t = useT();
  const locale = useLocale();
  const form = useQuery(read('getProject', { params: { projectId } })).data?.question.form;
  return ({ what, key }) => {
    if (what !== 'rating' && what !== 'criterion') return t(`console-quality.${what}`);
    if (key === null) return '';
    return labelIn(form, what, key)?.[locale] ?? key;
  };
}

function labelIn(form: QuestionForm | undefined, what: 'rating' | 'criterion', key: string) {
  const parts = what === 'rating' ? form?.ratings : form?.criteria;
  return parts?.find((part) => part.key === key)?.label;
}
