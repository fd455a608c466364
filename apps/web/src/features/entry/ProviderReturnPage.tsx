import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { explainProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/queries.ts';
import { sessionFound } from '../../api/session.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { paths, safeNext } from '../../paths.ts';
import { PublicFrame } from '../../shell/PublicFrame.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';

/** Where the provider sends the browser back to: ends the sign-in, once, and goes on. */
export default function ProviderReturnPage() {
  const t = useT();
  usePageTitle(t('entry.provider_title'));
  // Opened by hand: there is nothing to end.
  const isAnswer = new URLSearchParams(location.search).has('state');
  return (
    <PublicFrame title={t('entry.provider_title')}>
      {isAnswer ? (
        <End />
      ) : (
        <EmptyState title={t('entry.provider_none')}>
          <Link href={paths.signIn()}>{t('entry.to_sign_in')}</Link>
        </EmptyState>
      )}
    </PublicFrame>
  );
}

function End() {
  const t = useT();
  const finish = useWrite('finishOidc');
  const { mutate } = finish;
  const begun = useRef(false);
  useEffect(() => {
    // The answer counts once, and React may run this twice.
    if (begun.current) return;
    begun.current = true;
    mutate(
      { body: { query: location.search } },
      {
        onSuccess: ({ linked }) => {
          sessionFound();
          const next = safeNext(sessionStorage.getItem('pairwright.next'));
          sessionStorage.removeItem('pairwright.next');
          // Replaced: the code in this address is of no more use, and does not belong into the history.
          location.replace(linked ? paths.account() : next);
        },
      },
    );
  }, [mutate]);
  if (finish.error === null) return <Skeleton lines={2} />;
  const problem = explainProblem(finish.error, t);
  return (
    <>
      <ErrorState title={problem.title} requestId={problem.requestId} />
      <p>
        <Link href={paths.signIn()}>{t('entry.to_sign_in')}</Link>
      </p>
    </>
  );
}
