import type { MyProof } from '@pairwright/contract/proof';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { explainProblem, problemCode } from '../../api/problem.ts';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Form } from '../../ui/Form.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { CurrentPasswordField } from './CurrentPasswordField.tsx';
import { OtherProofs } from './OtherProofs.tsx';

/** Nothing of it: this session has shown beforehand who it is. */
export interface Proof {
  currentPassword?: string;
}

export interface ProofProps {
  /** What it is asked for. */
  what: string;
  action: string;
  busy: boolean;
  error: unknown;
  /** More fields of the same form. */
  children?: ReactNode;
  /** Looks at those fields first; false: they are not right yet. */
  ready?: () => boolean;
  onProof: (proof: Proof) => void;
}

/** Asks again who it is before something that matters: by the password, a passkey, or a fresh sign-in at the provider. */
export function ProofForm(props: ProofProps) {
  const proof = useQuery({ ...read('getMyProof', {}), refetchOnMount: 'always', staleTime: 0 });
  if (proof.data === undefined)
    return proof.error === null ? (
      <Skeleton lines={3} />
    ) : (
      <ProblemState error={proof.error} onRetry={() => void proof.refetch()} />
    );
  return <Ask {...props} proof={proof.data} />;
}

function Ask({
  proof,
  what,
  action,
  busy,
  error,
  children,
  ready,
  onProof,
}: ProofProps & { proof: MyProof }) {
  const t = useT();
  const [password, setPassword] = useState('');
  const wrong = problemCode(error) === 'wrong_password';
  const problem = error === null || wrong ? null : explainProblem(error, t);
  const isProved = proof.provedUntil !== null;
  const asksPassword = proof.password && !isProved;
  const send = () => {
    if (busy || ready?.() === false) return;
    onProof(asksPassword ? { currentPassword: password } : {});
  };
  return (
    <Form className="stack" onSubmit={send}>
      <p>{what}</p>
      {children}
      {asksPassword ? <CurrentPasswordField value={password} wrong={wrong} onChange={setPassword} /> : null}
      {isProved ? <p role="status">{t('account.proved')}</p> : <OtherProofs proof={proof} />}
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      {asksPassword || isProved ? (
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            {action}
          </Button>
        </div>
      ) : null}
    </Form>
  );
}
