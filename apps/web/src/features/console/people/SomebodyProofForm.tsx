import type { User } from '@pairwright/contract/people';
import { type ReactNode, useState } from 'react';
import { withoutIsolates } from '../../../i18n/isolated.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { TextField } from '../../../ui/Field.tsx';
import { type Proof, ProofForm } from '../../account/ProofForm.tsx';

/** What an owner shows before they change how somebody else gets in. */
export interface ProofAbout extends Proof {
  email?: string;
}

/** The same, where whom it is about has to be named. */
export interface NamedProof extends Proof {
  email: string;
}

interface Props<P> {
  user: User;
  what: string;
  action: string;
  busy: boolean;
  error: unknown;
  children?: ReactNode;
  /** Looks at those fields first; false: they are not right yet. */
  ready?: () => boolean;
  onProof: (proof: P) => void;
}

/** Asks again who it is, and for the e-mail of another owner, before something about how somebody else gets in. */
export function SomebodyProofForm(props: Props<ProofAbout>) {
  const { user, ...form } = props;
  return user.isOwner ? <NamedProofForm {...props} /> : <ProofForm {...form} />;
}

/** Asks again who it is, and for the e-mail of somebody, before something that must not be done to another. */
export function NamedProofForm({ user, children, ready, onProof, ...form }: Props<NamedProof>) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const address = withoutIsolates(typed).trim();
  const fits = address.toLowerCase() === user.email;
  return (
    <ProofForm
      {...form}
      ready={() => {
        setTried(true);
        // Both are looked at, so that each says what it misses.
        const isReady = ready?.() !== false;
        return isReady && fits;
      }}
      onProof={(proof) => onProof({ ...proof, email: address })}
    >
      {children}
      <TextField
        label={t('own-data.type_email', { email: user.email })}
        autoComplete="off"
        required
        value={typed}
        error={tried && !fits ? t('own-data.email_differs') : null}
        onChange={(event) => setTyped(event.target.value)}
      />
    </ProofForm>
  );
}
