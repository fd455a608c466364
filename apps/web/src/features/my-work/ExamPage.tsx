import type { ExamAnswer, MyExam } from '@pairwright/contract/exam';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read } from '../../api/queries.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { answerText } from '../../labeling/answer/answer-text.ts';
import { ratedText } from '../../labeling/answer/rated-text.ts';
import { paths } from '../../paths.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Badge } from '../../ui/Badge.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ExamResult } from './ExamResult.tsx';
import { WorkNav } from './WorkNav.tsx';

/** The entry exam of a project: how it went and, where the project tells, what was expected and why. */
export default function ExamPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const input = { params: { projectId } };
  const project = useQuery(read('getMyProject', input));
  const exam = useQuery({ ...read('getMyExam', input), refetchOnMount: 'always' });
  const title = t('work-life.exam_title', { project: project.data?.name ?? '' });
  usePageTitle(title);
  const { data } = exam;
  return (
    <>
      <h1>{title}</h1>
      <WorkNav />
      {exam.error === null ? null : <ProblemState error={exam.error} onRetry={() => void exam.refetch()} />}
      {exam.isPending ? <Skeleton lines={4} /> : null}
      {data === undefined ? null : data.asks === null && data.last === null ? (
        <EmptyState title={t('work-life.exam_none')}>{t('work-life.exam_none_why')}</EmptyState>
      ) : (
        <>
          <Card title={t('work-life.exam_how')}>
            <ExamResult exam={data} />
            <p>
              <Link href={paths.annotate(projectId)} className={buttonClass('primary')}>
                {t('work-life.exam_to_work')}
              </Link>
            </p>
          </Card>
          <Answers projectId={projectId} exam={data} />
        </>
      )}
    </>
  );
}

function Answers({ projectId, exam }: { projectId: string; exam: MyExam }) {
  const t = useT();
  if (exam.last === null || exam.last.finishedAt === null) return null;
  if (exam.answers === null) return <p className="muted">{t('work-life.exam_not_told')}</p>;
  return (
    <Card title={t('work-life.exam_answers')}>
      <ol>
        {exam.answers.map((answer) => (
          <li key={answer.assignmentId}>
            <Answered projectId={projectId} answer={answer} exam={exam} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Answered({ projectId, answer, exam }: { projectId: string; answer: ExamAnswer; exam: MyExam }) {
  const t = useT();
  const locale = useLocale();
  const { matched, expected, ratings, explanation } = answer;
  const question = exam.questions.find(({ version }) => version === answer.questionVersion);
  return (
    <>
      <p>
        <Link href={paths.revisit(projectId, answer.assignmentId)}>
          <bdi dir="auto">{answer.promptExcerpt}</bdi>
        </Link>{' '}
        <Badge tone={matched === true ? 'ok' : 'warn'}>
          {t(
            matched === null
              ? 'work-life.exam_skipped'
              : matched
                ? 'work-life.exam_matched'
                : 'work-life.exam_not_matched',
          )}
        </Badge>
      </p>
      {expected === null || question === undefined ? null : (
        <p>
          {t('work-life.exam_expected', {
            answer:
              ratings === null
                ? answerText(expected, { question, locale }, t)
                : ratedText(ratings, { question, locale }),
          })}
        </p>
      )}
      {explanation === null ? null : (
        <p dir="auto" className="muted">
          {explanation[locale]}
        </p>
      )}
    </>
  );
}
