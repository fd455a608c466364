import { useState } from 'react';
import { problemCode } from '../../../api/problem.ts';
import { useWrite } from '../../../api/queries.ts';
import { currentLocale } from '../../../i18n/i18n.ts';
import type { Locale } from '../../../i18n/locales.ts';
import { localeNames, locales } from '../../../i18n/locales.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Select, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { toast } from '../../../ui/toast.ts';
import { NewPasswordField, passwordFault } from '../../auth/NewPasswordField.tsx';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';

const fields = ['email', 'name', 'password'];

interface Draft {
  name: string;
  email: string;
  password: string;
  locale: Locale;
}

const emptyDraft = (): Draft => ({ name: '', email: '', password: '', locale: currentLocale() });

export function CreateUserCard() {
  const t = useT();
  const [draft, setDraft] = useState(emptyDraft);
  const [tried, setTried] = useState(false);
  const create = useWrite('createUser', ['listUsers']);
  const faults = faultsByField(create.error, t);
  const taken = problemCode(create.error) === 'email_taken';
  const submit = () => {
    setTried(true);
    const { name, email, password, locale } = draft;
    if (name.trim() === '' || email.trim() === '' || passwordFault(password, t) !== null || create.isPending)
      return;
    create.mutate(
      { body: { name, email: email.trim(), password, locale } },
      {
        onSuccess: (user) => {
          toast(t('console-people.created', { name: user.name }));
          setDraft(emptyDraft());
          setTried(false);
        },
      },
    );
  };
  return (
    <Card title={t('console-people.create')}>
      <p className="muted">{t('console-people.create_why')}</p>
      <Form className={styles['form']} noValidate onSubmit={submit}>
        <AccountFields
          draft={draft}
          onChange={(part) => setDraft({ ...draft, ...part })}
          tried={tried}
          faults={taken ? { email: t('problem.email_taken') } : faults}
        />
        {taken ? null : <FormProblem error={create.error} fields={fields} />}
        <div>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {t('console-people.create')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

interface AccountFieldsProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  tried: boolean;
  faults: Readonly<Record<string, string>>;
}

function AccountFields({ draft, onChange, tried, faults }: AccountFieldsProps) {
  const t = useT();
  const missing = (value: string): string | null =>
    tried && value.trim() === '' ? t('console.required') : null;
  return (
    <div className={styles['fields']}>
      <TextField
        label={t('console-people.name')}
        maxLength={200}
        autoComplete="off"
        required
        value={draft.name}
        error={missing(draft.name) ?? faults['name']}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <TextField
        label={t('console-people.email')}
        type="email"
        autoComplete="off"
        required
        value={draft.email}
        error={missing(draft.email) ?? faults['email']}
        onChange={(event) => onChange({ email: event.target.value })}
      />
      <NewPasswordField
        label={t('console-people.first_password')}
        value={draft.password}
        error={(tried ? passwordFault(draft.password, t) : null) ?? faults['password'] ?? null}
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
