import type { Role } from '@pairwright/contract/access';
import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Select, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { useProvedWrite } from '../../account/use-proved-write.tsx';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { namesIn } from '../shared/names-in.ts';
import { useRoleOptions } from './roles.ts';
import { linkWith, ShownOnce } from './ShownOnce.tsx';

const lives = ['1', '7', '14', '30', '90'] as const;
export type Life = (typeof lives)[number];

interface Draft {
  role: Role;
  days: Life;
  maxUses: string;
  note: string;
  teams: string;
}

const empty: Draft = { role: 'annotator', days: '14', maxUses: '1', note: '', teams: '' };

function usesOf(text: string): number | null {
  const uses = Number(text);
  return Number.isInteger(uses) && uses >= 1 && uses <= 1000 ? uses : null;
}

/** Makes a link; it is shown once. */
export function CreateInviteForm({ projectId }: { projectId: string }) {
  const t = useT();
  const [draft, setDraft] = useState(empty);
  const create = useProvedWrite('createInvite', ['listInvites']);
  const maxUses = usesOf(draft.maxUses);
  const submit = () => {
    if (maxUses === null || create.isPending) return;
    const { role, days, note } = draft;
    const teams = namesIn(draft.teams);
    create.mutate({
      params: { projectId },
      body: { role, note, maxUses, teams, expiresInDays: Number(days) },
    });
  };
  return (
    <>
      {create.data === undefined ? null : (
        <ShownOnce
          title={t('console-invites.made')}
          link={linkWith(paths.join(), create.data.token)}
          copy={t('console-invites.copy')}
          onDone={() => create.reset()}
        >
          {t('console-invites.made_what')}
        </ShownOnce>
      )}
      <Form className={styles['form']} noValidate onSubmit={submit}>
        <InviteFields
          draft={draft}
          onChange={(part) => setDraft({ ...draft, ...part })}
          faults={faultsByField(create.error, t)}
        />
        <FormProblem error={create.error} fields={['maxUses', 'note', 'teams']} />
        <div>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {t('console-invites.create')}
          </Button>
        </div>
      </Form>
      {create.asking}
    </>
  );
}

interface FieldsProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  faults: Readonly<Record<string, string>>;
}

function InviteFields({ draft, onChange, faults }: FieldsProps) {
  const t = useT();
  const roleOptions = useRoleOptions();
  return (
    <div className={styles['fields']}>
      <Select
        label={t('console-invites.role')}
        value={draft.role}
        options={roleOptions}
        onChange={(role) => onChange({ role })}
      />
      <LifeSelect value={draft.days} onChange={(days) => onChange({ days })} />
      <TextField
        label={t('console-invites.max_uses')}
        hint={t('console-invites.max_uses_hint')}
        inputMode="numeric"
        autoComplete="off"
        value={draft.maxUses}
        error={usesOf(draft.maxUses) === null ? t('console-invites.max_uses_fault') : faults['maxUses']}
        onChange={(event) => onChange({ maxUses: event.target.value })}
      />
      <TextField
        label={t('console-invites.note')}
        hint={t('console-invites.note_hint')}
        maxLength={200}
        autoComplete="off"
        value={draft.note}
        error={faults['note']}
        onChange={(event) => onChange({ note: event.target.value })}
      />
      <TextField
        label={t('console-people.teams')}
        hint={t('console-invites.teams_hint')}
        autoComplete="off"
        value={draft.teams}
        error={faults['teams']}
        onChange={(event) => onChange({ teams: event.target.value })}
      />
    </div>
  );
}

export function LifeSelect({ value, onChange }: { value: Life; onChange: (days: Life) => void }) {
  const t = useT();
  return (
    <Select
      label={t('console-people.token_life')}
      value={value}
      options={lives.map((days) => ({
        value: days,
        label: t('console-people.days', { count: Number(days) }),
      }))}
      onChange={onChange}
    />
  );
}
