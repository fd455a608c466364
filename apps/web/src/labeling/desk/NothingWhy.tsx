import type { NothingNow, NothingReason } from '@pairwright/contract/routing';
import { Link } from 'wouter';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { LaterExam } from '../life/later.tsx';

/** Reasons that the practice round is the answer to. */
const toPractice: readonly NothingReason[] = ['practice', 'practice_due', 'practice_failed'];

interface NothingWhyProps {
  nothing: NothingNow;
  projectId: string;
  onRetry: () => void;
}

/** Which rule leaves nothing for this person now, and when to come back. */
export function NothingWhy({ nothing, projectId, onRetry }: NothingWhyProps) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      <p>{t(`labeling.nothing_${nothing.reason}`)}</p>
      {nothing.backAt === null ? null : (
        <p>{t('labeling.nothing_back', { when: formats.dateTime(nothing.backAt) })}</p>
      )}
      {nothing.reason === 'exam_ended' || nothing.reason === 'not_qualified' ? (
        <LaterExam projectId={projectId} onNext={onRetry} />
      ) : null}
      {toPractice.includes(nothing.reason) ? (
        <p>
          <Link href={paths.practice(projectId)} className={buttonClass('primary')}>
            {t('labeling.nothing_to_practice')}
          </Link>
        </p>
      ) : null}
    </>
  );
}
