import { problemCode } from '../../../api/problem.ts';
import { localeNames, locales } from '../../../i18n/locales.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, Select, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { NewPasswordField, passwordFault } from '../../auth/NewPasswordField.tsx';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { useRoleOptions } from './roles.ts';
import { useAddMember } from './use-add-member.ts';
import type { MemberDraft } from './use-add-member.ts';

const fields = ['email', 'newAccount.name', 'newAccount.password'];

/** Adds a person by e-mail; when there is no such account, the same form makes it. */
export function AddMemberCard({ projectId }: { projectId: string }) {
  const t = useT();
  const { draft, change, tried, error, busy, asking, submit } = useAddMember(projectId);
  const roleOptions = useRoleOptions();
  const faults = faultsByField(error, t);
  const unknown = problemCode(error) === 'not_found' && !draft.isNew;
  return (
    <Card title={t('console-people.add')}>
      <Form className={styles['form']} noValidate onSubmit={submit}>
        <div className={styles['fields']}>
          <TextField
            label={t('console-people.email')}
            type="email"
            autoComplete="off"
            required
            value={draft.email}
            error={
              tried && draft.email.trim() === ''
                ? t('console.required')
                : unknown
                  ? t('console-people.unknown_email')
                  : faults['email']
            }
            onChange={(event) => change({ email: event.target.value })}
          />
          <Select
            label={t('console-people.col_role')}
            value={draft.role}
            options={roleOptions}
            onChange={(role) => change({ role })}
          />
        </div>
        <Checkbox
          label={t('console-people.new_account')}
          hint={t('console-people.new_account_hint')}
          checked={draft.isNew}
          onChange={(isNew) => change({ isNew })}
        />
        {draft.isNew ? (
          <NewAccountFields draft={draft} onChange={change} tried={tried} faults={faults} />
        ) : null}
        {unknown ? null : <FormProblem error={error} fields={fields} />}
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            {t('console-people.add')}
          </Button>
        </div>
      </Form>
      {asking}
    </Card>
  );
}

interface NewAccountProps {
  draft: MemberDraft;
  onChange: (part: Partial<MemberDraft>) => void;
  tried: boolean;
  faults: Readonly<Record<string, string>>;
}

function NewAccountFields({ draft, onChange, tried, faults }: NewAccountProps) {
  const t = useT();
  return (
    <div className={styles['fields']}>
      <TextField
        label={t('console-people.name')}
        maxLength={200}
        autoComplete="off"
        required
        value={draft.name}
        error={tried && draft.name.trim() === '' ? t('console.required') : faults['newAccount.name']}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <NewPasswordField
        label={t('console-people.first_password')}
        value={draft.password}
        error={(tried ? passwordFault(draft.password, t) : null) ?? faults['newAccount.password'] ?? null}
        onChange={(password) => onChange({ password })}
      />
      <Select
        label={t('console-people.language')}
        value={draft.locale}
        options={locales.map((value) => ({ value, label: localeNames[value] }))}
        onChange={(locale) => onChange({ locale })}
      />
    </div>
  );
}
