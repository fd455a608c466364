import type { MyProof } from '@pairwright/contract/proof';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { explainProblem } from '../../api/problem.ts';
import { read, useWrite } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { canUsePasskeys, proveByPasskey } from '../auth/use-passkey.ts';

/** Ways to show who one is without the password, as far as the account and this browser have them. */
export function OtherProofs({ proof }: { proof: MyProof }) {
  const t = useT();
  const options = useQuery(read('getSignInOptions', {}));
  if (options.data === undefined) return null;
  const passkey = proof.passkey && canUsePasskeys(options.data.passkeyHost);
  const provider = proof.provider ? options.data.provider : null;
  if (!passkey && provider === null) return proof.password ? null : <p>{t('account.proof_none')}</p>;
  return (
    <>
      <p className="muted">{t(proof.password ? 'account.proof_or' : 'account.proof_only')}</p>
      <div className="row">
        {passkey ? <ByPasskey /> : null}
        {provider === null ? null : <ByProvider name={provider} />}
      </div>
    </>
  );
}

function ByPasskey() {
  const t = useT();
  const client = useQueryClient();
  const prove = useMutation({
    mutationFn: proveByPasskey,
    onSuccess: (proof) => {
      if (proof !== null) client.setQueryData(read('getMyProof', {}).queryKey, proof);
    },
  });
  return (
    <>
      <Button busy={prove.isPending} onClick={() => prove.mutate()}>
        {t('account.proof_passkey')}
      </Button>
      {prove.data === null ? <span role="status">{t('account.proof_closed')}</span> : null}
      <Refusal error={prove.error} />
    </>
  );
}

function ByProvider({ name }: { name: string }) {
  const t = useT();
  const start = useWrite('startProviderProof');
  const go = () =>
    start.mutate(
      {},
      {
        onSuccess: ({ url }) => {
          // Back to this page: what was begun here is done then.
          sessionStorage.setItem('pairwright.next', location.pathname);
          location.assign(url);
        },
      },
    );
  return (
    <>
      <Button busy={start.isPending} onClick={go}>
        {t('account.proof_provider', { name })}
      </Button>
      <Refusal error={start.error} />
    </>
  );
}

function Refusal({ error }: { error: Error | null }) {
  const t = useT();
  if (error === null) return null;
  const { title, requestId } = explainProblem(error, t);
  return <ErrorState title={title} requestId={requestId} />;
}
