import type { MyExam } from '@pairwright/contract/exam';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';

/** What came of the last attempt, what is left, and until when it holds. */
export function ExamResult({ exam }: { exam: MyExam }) {
  const t = useT();
  const formats = useFormats();
  const { asks, last, attemptsLeft, qualified, qualifiedUntil } = exam;
  if (last === null)
    return (
      <p>{t('work-life.exam_not_begun', { attempts: attemptsLeft, percent: asks?.passPercent ?? 0 })}</p>
    );
  return (
    <>
      {last.finishedAt === null ? (
        <p>{t('work-life.exam_running', { attempt: last.attempt })}</p>
      ) : (
        <>
          <p>
            <strong>{t(last.passed === true ? 'work-life.exam_passed' : 'work-life.exam_failed')}</strong>{' '}
            {t('work-life.exam_right', { correct: last.correct ?? 0, items: last.items })}
          </p>
          {last.passed === true || asks === null ? null : (
            <p>{t('work-life.exam_needs', { percent: asks.passPercent })}</p>
          )}
        </>
      )}
      {qualified ? (
        <p>
          {qualifiedUntil === null
            ? t('work-life.exam_for_good')
            : t('work-life.exam_until', { when: formats.dateTime(qualifiedUntil) })}
        </p>
      ) : asks === null ? null : (
        <p>{t('work-life.exam_left', { count: attemptsLeft })}</p>
      )}
    </>
  );
}
