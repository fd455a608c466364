import { useQuery } from '@tanstack/react-query';
import { explainProblem } from '../../api/problem.ts';
import { read, useWrite } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';

/** Goes to the sign-in provider of this installation, where there is one. */
export default function ProviderButton({ next }: { next: string }) {
  const t = useT();
  const options = useQuery(read('getSignInOptions', {}));
  const start = useWrite('startOidc');
  const name = options.data?.provider ?? null;
  if (name === null) return null;
  const problem = start.error === null ? null : explainProblem(start.error, t);
  const go = () =>
    start.mutate(
      {},
      {
        onSuccess: ({ url }) => {
          // Lasts as long as the tab: the way back begins with an address that the provider chose.
          sessionStorage.setItem('pairwright.next', next);
          location.assign(url);
        },
      },
    );
  return (
    <>
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      <Button busy={start.isPending} onClick={go}>
        {t('auth.by_provider', { name })}
      </Button>
    </>
  );
}
