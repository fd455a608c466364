import type { Me } from '@pairwright/contract/auth';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { explainProblem } from '../../api/problem.ts';
import { read } from '../../api/queries.ts';
import { sessionFound } from '../../api/session.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { canUsePasskeys, signInByPasskey } from './use-passkey.ts';

/** Signs in without a password; shown where browser and installation can. */
export default function PasskeyButton({ onDone }: { onDone: (me: Me) => void }) {
  const t = useT();
  const client = useQueryClient();
  const options = useQuery(read('getSignInOptions', {}));
  const signIn = useMutation({
    mutationFn: signInByPasskey,
    onSuccess: (me) => {
      if (me === null) return;
      client.setQueryData(read('getMe', {}).queryKey, me);
      sessionFound();
      onDone(me);
    },
  });
  if (!canUsePasskeys(options.data?.passkeyHost)) return null;
  const problem = signIn.error === null ? null : explainProblem(signIn.error, t);
  return (
    <>
      {signIn.data === null ? <p role="status">{t('auth.passkey_none')}</p> : null}
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      <Button busy={signIn.isPending} onClick={() => signIn.mutate()}>
        {t('auth.passkey')}
      </Button>
    </>
  );
}
