import type { FactorDemand } from '@pairwright/contract/registrations';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { RadioGroup } from '../../../ui/Field.tsx';
import { toast } from '../../../ui/toast.ts';
import { ProofDialog } from '../../account/ProofDialog.tsx';

const choices = ['nobody', 'managers', 'everybody'] as const satisfies readonly FactorDemand[];

/** Of whom a second factor is demanded. */
export function FactorDemandCard() {
  const t = useT();
  const settings = useQuery({ ...read('getAccountSettings', {}), refetchOnMount: 'always' });
  const [wanted, setWanted] = useState<FactorDemand | null>(null);
  const write = useWrite('demandSecondFactor', ['getAccountSettings', 'getMe']);
  return (
    <Card title={t('console-people.demand_title')}>
      <p className="muted">{t('console-people.demand_why')}</p>
      {settings.error === null ? null : (
        <ProblemState error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.data === undefined ? null : (
        <RadioGroup<FactorDemand>
          label={t('console-people.demand_of')}
          value={wanted ?? settings.data.secondFactor}
          options={choices.map((value) => ({
            value,
            label: t(`console-people.demand_${value}`),
          }))}
          onChange={setWanted}
        />
      )}
      {wanted === null ? null : (
        <ProofDialog
          title={t('console-people.demand_change')}
          what={t(`console-people.demand_${wanted}_what`)}
          busy={write.isPending}
          error={write.error}
          onClose={() => {
            setWanted(null);
            write.reset();
          }}
          onProof={(proof) =>
            write.mutate(
              { body: { of: wanted, ...proof } },
              {
                onSuccess: () => {
                  setWanted(null);
                  toast(t('console-people.demand_changed'));
                },
              },
            )
          }
        />
      )}
    </Card>
  );
}
