import type { CallOutput } from '@pairwright/contract/client';
import { askedIn } from '@pairwright/domain/judgment/asked';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Select } from '../../../ui/Field.tsx';
import { useSpeaker } from '../projects/form/FormFacts.tsx';
import styles from '../shared/console.module.css';
import { labelChoices, type LabelChoice, type useLabelFilters } from './label-filters.ts';
import { questionName } from './question-words.ts';

type Counts = CallOutput<'listResolutions'>['counts'];

interface Props {
  projectId: string;
  filters: ReturnType<typeof useLabelFilters>;
  /** Labels of the question by result; null while they are counted. */
  counts: Counts;
}

/** Which labels are shown, and in which order. */
export function LabelFilters({ projectId, filters: { chosen, choose }, counts }: Props) {
  const t = useT();
  const formats = useFormats();
  const questions = useQuestions(projectId, chosen.question);
  return (
    <div className={styles['fields']}>
      {questions.length === 1 ? null : (
        <Select
          label={t('console-review.list_question')}
          value={chosen.question}
          options={questions}
          onChange={(value) => choose('question', value)}
        />
      )}
      <Select
        label={t('console-review.list_result')}
        value={chosen.result}
        options={labelChoices.result.map((value) => ({
          value,
          label: t(`console-review.list_result_${value}`, {
            count: counts === null ? '…' : formats.number(countOf(counts, value)),
          }),
        }))}
        onChange={(value) => choose('result', value)}
      />
      <Select
        label={t('console-review.list_method')}
        value={chosen.method}
        options={labelChoices.method.map((value) => ({
          value,
          label: t(value === 'all' ? 'console-review.list_method_all' : `console-review.method_${value}`),
        }))}
        onChange={(value) => choose('method', value)}
      />
      <Select
        label={t('console-review.list_agreement')}
        value={chosen.agreement}
        options={labelChoices.agreement.map((value) => ({
          value,
          label: t(`console-review.list_agreement_${value}`),
        }))}
        onChange={(value) => choose('agreement', value)}
      />
      <Select
        label={t('console-review.list_sort')}
        value={chosen.sort}
        options={labelChoices.sort.map((value) => ({ value, label: t(`console-review.list_sort_${value}`) }))}
        onChange={(value) => choose('sort', value)}
      />
    </div>
  );
}

/** The questions of the form as it is now, and the one at hand although the form may not ask it any more. */
function useQuestions(projectId: string, at: string): { value: string; label: string }[] {
  const speaker = useSpeaker();
  const project = useQuery(read('getProject', { params: { projectId } }));
  const asked = project.data === undefined ? [] : askedIn(project.data.question.form);
  const known = [{ question: 'main', label: null }, ...asked];
  const all = known.some(({ question }) => question === at)
    ? known
    : [...known, { question: at, label: null }];
  return all.map((one) => ({ value: one.question, label: questionName(one, speaker) }));
}

const settled = ['winner', 'tie', 'both_bad', 'answered'] as const;

function countOf(counts: NonNullable<Counts>, value: LabelChoice<'result'>): number {
  if (value === 'all') return Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (value === 'settled') return settled.reduce((sum, result) => sum + counts[result], 0);
  return counts[value];
}
