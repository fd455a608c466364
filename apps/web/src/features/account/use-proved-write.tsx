import type { CallInput, CallOutput } from '@pairwright/contract/client';
import type { OperationName } from '@pairwright/contract/endpoints';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { problemCode } from '../../api/problem.ts';
import { useWrite } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { ProofDialog } from './ProofDialog.tsx';
import type { Proof } from './ProofForm.tsx';

/** What becomes of a write; told also when what asked for it has left the page by then. */
interface After<N extends OperationName> {
  onSuccess?: (output: CallOutput<N>) => void;
  onError?: (error: Error) => void;
}

/** Operations whose body takes the own password again. */
type Proved = {
  [N in OperationName]: CallInput<N> extends { body: infer Body }
    ? 'currentPassword' extends (Body extends unknown ? keyof Body : never)
      ? N
      : never
    : never;
}[OperationName];

interface ProvedWrite<N extends OperationName> {
  mutate: (input: CallInput<N>, after?: After<N>) => void;
  reset: () => void;
  data: CallOutput<N> | undefined;
  /** Why it was refused, other than for want of a proof. */
  error: Error | null;
  isPending: boolean;
  /** Asks again who it is, where the server wanted that; to be shown somewhere. */
  asking: ReactNode;
}

/**
 * A write that may be refused until who asks has shown again who they are: then a dialog asks, and it is sent again. The
 * server knows when that is needed: not while an earlier proof counts, and for some operations only of some values.
 */
export function useProvedWrite<N extends Proved>(
  name: N,
  invalidates: readonly OperationName[] = [],
): ProvedWrite<N> {
  const t = useT();
  const write = useWrite(name, invalidates);
  const [waits, setWaits] = useState<{ input: CallInput<N>; after: After<N> } | null>(null);
  const send = (input: CallInput<N>, after: After<N>, proof?: Proof) =>
    void write.mutateAsync(withProof(input, proof)).then(
      (output) => {
        setWaits(null);
        after.onSuccess?.(output);
      },
      (error: Error) => {
        const code = problemCode(error);
        if (code === 'proof_needed') setWaits({ input, after });
        else if (proof === undefined || code !== 'wrong_password') {
          setWaits(null);
          after.onError?.(error);
        }
      },
    );
  const stop = () => {
    setWaits(null);
    write.reset();
  };
  return {
    mutate: (input, after = {}) => send(input, after),
    reset: write.reset,
    data: write.data,
    error: waits === null && problemCode(write.error) !== 'proof_needed' ? write.error : null,
    isPending: write.isPending,
    asking:
      waits === null ? null : (
        <ProofDialog
          title={t('account.prove_title')}
          what={t('account.prove_what')}
          busy={write.isPending}
          error={problemCode(write.error) === 'proof_needed' ? null : write.error}
          onClose={stop}
          onProof={(proof) => send(waits.input, waits.after, proof)}
        />
      ),
  };
}

function withProof<N extends OperationName>(input: CallInput<N>, proof: Proof | undefined): CallInput<N> {
  if (proof === undefined || !('body' in input)) return input;
  return { ...input, body: { ...(input.body as object), ...proof } };
}
