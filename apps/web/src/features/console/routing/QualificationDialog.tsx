import type { QualificationChange, RoutedMember } from '@pairwright/contract/routing';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { RadioGroup } from '../../../ui/Field.tsx';
import { toast } from '../../../ui/toast.ts';
import { FormProblem } from '../shared/FormProblem.tsx';

interface Props {
  projectId: string;
  member: RoutedMember;
  onClose: () => void;
}

/** Decides about the exam and practice of one person: what the policy of the project has. */
export function QualificationDialog({ projectId, member, onClose }: Props) {
  const t = useT();
  const [chosen, setChosen] = useState<QualificationChange | null>(null);
  const routing = useQuery(read('getRouting', { params: { projectId } }));
  const update = useWrite('updateMemberRouting', ['getRouting', 'listRoutingEvents', 'listGoldResults']);
  const policy = routing.data?.policy ?? null;
  const exam = (policy?.qualification ?? null) !== null;
  const options: QualificationChange[] = [
    ...(exam || (policy?.practice ?? null) !== null ? (['renew'] as const) : []),
    ...(exam ? (['qualify', 'withdraw'] as const) : []),
    'practice',
  ];
  const change = chosen ?? options[0] ?? 'practice';
  return (
    <ConfirmDialog
      title={t('console-routing.qualification_of', { name: member.name })}
      confirm={t('console.save')}
      busy={update.isPending}
      onClose={onClose}
      onConfirm={() =>
        update.mutate(
          { params: { projectId, userId: member.userId }, body: { qualification: change } },
          {
            onSuccess: () => {
              toast(t('console-routing.qualification_changed', { name: member.name }));
              onClose();
            },
          },
        )
      }
    >
      <RadioGroup
        label={t('console-routing.qualification_choose')}
        value={change}
        onChange={setChosen}
        options={options.map((value) => ({
          value,
          label: t(`console-routing.qualification_${value}`),
          hint: t(`console-routing.qualification_${value}_hint`),
        }))}
      />
      <FormProblem error={update.error} />
    </ConfirmDialog>
  );
}
