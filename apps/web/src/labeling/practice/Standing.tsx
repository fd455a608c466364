import type { PracticeExample, PracticeStanding } from '@pairwright/contract/practice';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { lackingIn } from './attempt.ts';

interface StandingProps {
  standing: PracticeStanding;
  items: readonly PracticeExample[];
}

/** What the pass mark asks for, what came of the last attempt, and what is left. */
export function Standing({ standing, items }: StandingProps) {
  const t = useT();
  const formats = useFormats();
  const { asks, last, attemptsLeft, passed, passedUntil } = standing;
  if (asks === null) return null;
  const lacking = lackingIn(standing, items);
  const outcome =
    last?.correct == null || last.items === null ? null : { correct: last.correct, items: last.items };
  return (
    <div role="status">
      {passed ? null : <p>{t('practice.pass_mark', { percent: asks.passPercent })}</p>}
      {outcome === null ? null : <p>{t(passed ? 'practice.passed' : 'practice.failed', outcome)}</p>}
      {passedUntil === null ? null : (
        <p>{t('practice.passed_until', { when: formats.dateTime(passedUntil) })}</p>
      )}
      {lacking > 0 ? <p>{t('practice.attempt_open', { count: lacking })}</p> : null}
      {passed || outcome === null ? null : (
        <p>
          {attemptsLeft > 0
            ? t('practice.attempts_left', { count: attemptsLeft })
            : t('practice.attempts_none')}
        </p>
      )}
    </div>
  );
}
