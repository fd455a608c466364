import type { Identity } from '@pairwright/contract/oidc';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read, useWrite } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { toast } from '../../ui/toast.ts';
import { ProofDialog } from './ProofDialog.tsx';

/** Identities at the sign-in provider that are linked to this account; shown where there is a provider. */
export function IdentitiesCard() {
  const t = useT();
  const options = useQuery(read('getSignInOptions', {}));
  const name = options.data?.provider ?? null;
  const identities = useQuery({
    ...read('listIdentities', {}),
    refetchOnMount: 'always',
    enabled: name !== null,
  });
  const [linking, setLinking] = useState(false);
  const start = useWrite('startIdentityLink');
  if (name === null) return null;
  return (
    <Card title={t('account.identities', { name })}>
      <p className="muted">{t('account.identities_why', { name })}</p>
      {identities.data?.items.map((identity) => (
        <Linked key={identity.id} identity={identity} />
      ))}
      <div>
        <Button onClick={() => setLinking(true)}>{t('account.identity_link')}</Button>
      </div>
      {linking ? (
        <ProofDialog
          title={t('account.identity_link')}
          what={t('account.identity_link_what', { name })}
          busy={start.isPending}
          error={start.error}
          onClose={() => setLinking(false)}
          onProof={(proof) => start.mutate({ body: proof }, { onSuccess: ({ url }) => location.assign(url) })}
        />
      ) : null}
    </Card>
  );
}

function Linked({ identity }: { identity: Identity }) {
  const t = useT();
  const formats = useFormats();
  const [asking, setAsking] = useState(false);
  const remove = useWrite('removeIdentity', ['listIdentities']);
  const who = identity.email ?? identity.issuer;
  const title = t('account.identity_remove', { who });
  return (
    <div className="row">
      <span>{t('account.identity_since', { who, when: formats.date(identity.createdAt) })}</span>
      <Button size="small" aria-label={title} onClick={() => setAsking(true)}>
        {t('account.col_remove')}
      </Button>
      {asking ? (
        <ProofDialog
          title={title}
          what={t('account.identity_remove_what')}
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setAsking(false)}
          onProof={(proof) =>
            remove.mutate(
              { params: { identityId: identity.id }, body: proof },
              { onSuccess: () => toast(t('account.identity_removed')) },
            )
          }
        />
      ) : null}
    </div>
  );
}
