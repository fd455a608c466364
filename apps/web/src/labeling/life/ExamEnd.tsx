import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read, useWrite } from '../../api/queries.ts';
import { ExamResult } from '../../features/my-work/ExamResult.tsx';
import { useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

interface ExamEndProps {
  projectId: string;
  /** Looks for work again. */
  onNext: () => void;
}

/** What came of an attempt at the exam, where the next pair would be; the next attempt begins when the person says so. */
export function ExamEnd({ projectId, onNext }: ExamEndProps) {
  const t = useT();
  const input = { params: { projectId } };
  const exam = useQuery({ ...read('getMyExam', input), refetchOnMount: 'always' });
  const see = useWrite('seeMyExam', ['getMyExam']);
  const error = exam.error ?? see.error;
  return (
    <>
      {error === null ? null : <ProblemState error={error} onRetry={() => void exam.refetch()} />}
      {exam.isPending ? <Skeleton lines={3} /> : null}
      {exam.data === undefined ? null : (
        <>
          <ExamResult exam={exam.data} />
          <span className="row">
            {exam.data.attemptsLeft === 0 || exam.data.qualified ? null : (
              <Button
                variant="primary"
                busy={see.isPending}
                onClick={() => see.mutate(input, { onSuccess: onNext })}
              >
                {t('work-life.exam_next')}
              </Button>
            )}
            {exam.data.answers === null ? null : (
              <Link href={paths.exam(projectId)} className={buttonClass()}>
                {t('work-life.exam_see_answers')}
              </Link>
            )}
          </span>
        </>
      )}
    </>
  );
}
