import type { Member } from '@pairwright/contract/people';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { toast } from '../../../ui/toast.ts';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { Names } from '../shared/Name.tsx';
import { namesIn } from '../shared/names-in.ts';

interface Props {
  projectId: string;
  member: Member;
  isTwin: (text: string) => boolean;
}

/** The teams of a member, and changing them. */
export function Teams({ projectId, member, isTwin }: Props) {
  const t = useT();
  const [changing, setChanging] = useState(false);
  return (
    <span className="row">
      <Names texts={member.teams} isTwin={isTwin} />
      <Button
        size="small"
        aria-label={t('console-people.teams_change_named', { name: member.name })}
        onClick={() => setChanging(true)}
      >
        {t('console-people.teams_change')}
      </Button>
      {changing ? (
        <TeamsDialog projectId={projectId} member={member} onClose={() => setChanging(false)} />
      ) : null}
    </span>
  );
}

function TeamsDialog({ projectId, member, onClose }: Omit<Props, 'isTwin'> & { onClose: () => void }) {
  const t = useT();
  const [text, setText] = useState(member.teams.join(', '));
  const update = useWrite('updateMemberRouting', ['listMembers', 'getRouting']);
  const save = () => {
    if (update.isPending) return;
    update.mutate(
      { params: { projectId, userId: member.userId }, body: { teams: namesIn(text) } },
      {
        onSuccess: () => {
          toast(t('console-people.teams_changed', { name: member.name }));
          onClose();
        },
      },
    );
  };
  const fault = Object.entries(faultsByField(update.error, t)).find(([field]) => field.startsWith('teams'));
  return (
    <Dialog open title={t('console-people.teams_change_named', { name: member.name })} onClose={onClose}>
      <Form className="stack" noValidate onSubmit={save}>
        <TextField
          label={t('console-people.teams')}
          hint={t('console-people.teams_hint')}
          autoComplete="off"
          value={text}
          error={fault?.[1]}
          onChange={(event) => setText(event.target.value)}
        />
        {fault === undefined ? <FormProblem error={update.error} /> : null}
        <div className="row">
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" busy={update.isPending}>
            {t('console.save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
