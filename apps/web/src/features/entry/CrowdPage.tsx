import { useEffect, useRef } from 'react';
import { problemCode } from '../../api/problem.ts';
import { ProblemState } from '../../api/ProblemState.tsx';
import { useWrite } from '../../api/queries.ts';
import { sessionFound } from '../../api/session.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { PublicFrame } from '../../shell/PublicFrame.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

/** Where a platform sends its workers: lets them in and goes on to the work. */
export default function CrowdPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const locale = useLocale();
  usePageTitle(t('entry.crowd_title'));
  const enter = useWrite('enterByCrowdLink');
  const { mutate } = enter;
  const begun = useRef(false);
  const linkId = params['linkId'] ?? '';
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    mutate(
      { body: { linkId, query: location.search, locale } },
      {
        onSuccess: () => {
          sessionFound();
          // Replaced: the address holds the platform's id of this person.
          location.replace(paths.work());
        },
      },
    );
  }, [mutate, linkId, locale]);
  const over = problemCode(enter.error) === 'invite_over';
  return (
    <PublicFrame title={t('entry.crowd_title')}>
      {over ? <EmptyState title={t('entry.crowd_over')}>{t('entry.crowd_over_what')}</EmptyState> : null}
      {enter.error === null ? <Skeleton lines={2} /> : over ? null : <ProblemState error={enter.error} />}
    </PublicFrame>
  );
}
