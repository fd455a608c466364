import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../api/queries.ts';
import { sessionFound } from '../../api/session.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { PublicFrame } from '../../shell/PublicFrame.tsx';
import { SignOutDialog } from '../../shell/SignOutDialog.tsx';
import { useMe } from '../../shell/use-me.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { FactorsCard } from './FactorsCard.tsx';

/** Stands in place of every page while a second factor is demanded of somebody who has none. */
export default function FactorDemandPage() {
  const t = useT();
  const me = useMe();
  const client = useQueryClient();
  const [leaving, setLeaving] = useState(false);
  const factors = useQuery(read('getMyFactors', {}));
  usePageTitle(t('account.demand_title'));
  const isDone =
    factors.data !== undefined && (factors.data.totpSince !== null || factors.data.passkeys.length > 0);
  const goOn = () => {
    // What waited for this is sent now.
    sessionFound();
    void client.invalidateQueries();
  };
  return (
    <PublicFrame title={t('account.demand_title')}>
      <p>{t('account.demand_why')}</p>
      <FactorsCard />
      <div className="row">
        {isDone ? (
          <Button variant="primary" onClick={goOn}>
            {t('account.go_on')}
          </Button>
        ) : null}
        <Button onClick={() => setLeaving(true)}>{t('shell.sign_out')}</Button>
      </div>
      {leaving ? <SignOutDialog userId={me.id} onClose={() => setLeaving(false)} /> : null}
    </PublicFrame>
  );
}
