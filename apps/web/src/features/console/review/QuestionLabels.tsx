import type { ExplainedQuestion } from '@pairwright/contract/resolutions';
import { Table } from '../../../ui/Table.tsx';
import { strengthOf } from '../comparisons/answer-words.ts';
import { useSpeaker } from '../projects/form/FormFacts.tsx';
import styles from '../shared/console.module.css';
import { LabelVersions } from './LabelVersions.tsx';
import { isRating, labelWords, questionName, responseWords, valueWords } from './question-words.ts';

interface Props {
  questions: readonly ExplainedQuestion[];
  models: readonly string[];
}

/** The labels of the questions beside the main one, and how each came about. */
export function QuestionLabels({ questions, models }: Props) {
  const speaker = useSpeaker();
  const { t, formats } = speaker;
  return (
    <>
      <Table<ExplainedQuestion>
        caption={t('console-review.questions')}
        rows={questions}
        rowKey={(row) => row.question}
        columns={[
          {
            key: 'question',
            header: t('console-review.col_question'),
            rowHeader: true,
            cell: (row) => <bdi dir="auto">{questionName(row, speaker)}</bdi>,
          },
          {
            key: 'label',
            header: t('console-review.col_label'),
            cell: (row) =>
              row.reason === null
                ? labelWords(row, { question: row.question, models }, speaker)
                : t(`console-review.reason_${row.reason}`),
          },
          {
            key: 'answers',
            header: t('console-review.col_answers'),
            align: 'end',
            cell: (row) => formats.number(row.votesUsed),
          },
          {
            key: 'disagreement',
            header: t('console-review.disagreement'),
            align: 'end',
            cell: (row) => formats.percent(row.disagreement),
          },
        ]}
      />
      {questions.map((one) => (
        <details key={one.question}>
          <summary className={styles['summary']}>
            {t('console-review.how_question', { question: questionName(one, speaker) })}
          </summary>
          <p className="muted">{t(`console-review.how_${kindOf(one.question)}`)}</p>
          {one.responses === null ? null : <Responses of={one} models={models} />}
          <Answers of={one} models={models} />
          <LabelVersions
            caption={t('console-review.versions_of', { question: questionName(one, speaker) })}
            versions={one.versions}
            words={(version) => labelWords(version, { question: one.question, models }, speaker)}
          />
        </details>
      ))}
    </>
  );
}

function kindOf(question: string): 'criterion' | 'rating' | 'yes_no' {
  if (isRating(question)) return 'rating';
  return question.startsWith('criterion:') ? 'criterion' : 'yes_no';
}

interface OneProps {
  of: ExplainedQuestion;
  models: readonly string[];
}

/** The label of each response with its interval and what it was made from. */
function Responses({ of, models }: OneProps) {
  const speaker = useSpeaker();
  const { t, formats } = speaker;
  const rows = (of.responses ?? []).map((label, index) => ({ label, index }));
  return (
    <Table<(typeof rows)[number]>
      caption={t('console-review.per_response', { question: questionName(of, speaker) })}
      compact
      rows={rows}
      rowKey={({ index }) => String(index)}
      columns={[
        {
          key: 'model',
          header: t('console-review.col_response'),
          rowHeader: true,
          cell: ({ index }) => <bdi dir="auto">{models[index] ?? ''}</bdi>,
        },
        {
          key: 'label',
          header: t('console-review.col_label'),
          cell: ({ label }) => responseWords(label, of.question, speaker),
        },
        {
          key: 'value',
          header: t(isRating(of.question) ? 'console-review.col_median' : 'console-review.col_share'),
          align: 'end',
          cell: ({ label }) => valueWords(label, of.question, speaker),
        },
        {
          key: 'answers',
          header: t('console-review.col_answers'),
          align: 'end',
          cell: ({ label }) => formats.number(label.answers),
        },
      ]}
    />
  );
}

type Answer = ExplainedQuestion['answers'][number];

/** What each judgment says of it. */
function Answers({ of, models }: OneProps) {
  const speaker = useSpeaker();
  const { t, formats } = speaker;
  const said = ({ reason, strength, values }: Answer): string => {
    if (reason !== null) return t(`console-review.part_${reason}`);
    if (values !== null)
      return formats.list(
        values.map((value, index) =>
          t('console-review.share_of', {
            model: models[index] ?? '',
            share: value === null ? '–' : isRating(of.question) ? formats.number(value) : yesNo(value),
          }),
        ),
      );
    if ((strength ?? 0) === 0) return t('console-review.result_tie');
    const model = models[(strength ?? 0) < 0 ? 0 : 1] ?? '';
    return t('console-review.result_winner_strength', { model, strength: strengthOf(strength) });
  };
  const yesNo = (value: number): string =>
    t(`console-review.${of.question === 'safety' ? 'safe' : 'flag'}_${value === 1 ? 'yes' : 'no'}`);
  return (
    <Table<Answer>
      caption={t('console-review.answers', { question: questionName(of, speaker) })}
      compact
      rows={of.answers}
      rowKey={(row) => row.judgmentId}
      columns={[
        {
          key: 'annotator',
          header: t('console-review.col_annotator'),
          rowHeader: true,
          cell: (row) => <bdi dir="auto">{row.annotator}</bdi>,
        },
        { key: 'answer', header: t('console-review.col_answer'), cell: said },
      ]}
    />
  );
}
