import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemCode, explainProblem } from '../../api/problem.ts';
import { read, useWrite } from '../../api/queries.ts';
import { changeLocale } from '../../i18n/i18n.ts';
import { localeNames, locales } from '../../i18n/locales.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { setTheme, themes } from '../../shell/theme.ts';
import { useMe } from '../../shell/use-me.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { useTheme } from '../../shell/use-preferences.ts';
import { rememberLocale } from '../../shell/UserMenu.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { RadioGroup } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';
import { toast } from '../../ui/toast.ts';
import { NewPasswordField, passwordFault } from '../auth/NewPasswordField.tsx';
import { MyDataCard } from '../own-data/MyDataCard.tsx';
import styles from './account.module.css';
import { CurrentPasswordField } from './CurrentPasswordField.tsx';
import { FactorsCard } from './FactorsCard.tsx';
import { IdentitiesCard } from './IdentitiesCard.tsx';
import { SessionsCard } from './SessionsCard.tsx';

export default function AccountPage() {
  const t = useT();
  const me = useMe();
  usePageTitle(t('account.title'));
  // Who comes by a provider has none to change.
  const hasPassword = useQuery(read('getMyProof', {})).data?.password !== false;
  return (
    <>
      <h1>{t('account.title')}</h1>
      <p className="muted">{t('account.signed_in_as', { name: me.name, email: me.email })}</p>
      <div className={styles['cards']}>
        <Preferences />
        {hasPassword ? <PasswordForm /> : null}
        <MyDataCard />
        <FactorsCard />
        <IdentitiesCard />
      </div>
      <SessionsCard />
    </>
  );
}

function Preferences() {
  const t = useT();
  const locale = useLocale();
  const theme = useTheme();
  return (
    <Card title={t('account.preferences')}>
      <RadioGroup
        label={t('shell.language')}
        value={locale}
        options={locales.map((value) => ({ value, label: localeNames[value] }))}
        onChange={(value) => {
          void changeLocale(value);
          rememberLocale(value);
        }}
      />
      <RadioGroup
        label={t('shell.theme')}
        value={theme}
        options={themes.map((value) => ({ value, label: t(`shell.theme_${value}`) }))}
        onChange={setTheme}
      />
    </Card>
  );
}

function PasswordForm() {
  const t = useT();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [tried, setTried] = useState(false);
  const change = useWrite('changePassword');
  const code = problemCode(change.error);
  const wrong = code === 'wrong_password';
  const easy = code === 'password_too_common' ? t('problem.password_too_common') : null;
  const submit = () => {
    setTried(true);
    if (change.isPending || passwordFault(newPassword, t) !== null) return;
    change.mutate(
      { body: { currentPassword, newPassword } },
      {
        onSuccess: () => {
          setCurrent('');
          setNew('');
          setTried(false);
          toast(t('account.password_changed'));
        },
      },
    );
  };
  const problem = change.error === null || wrong || easy !== null ? null : explainProblem(change.error, t);
  return (
    <Card title={t('account.change_password')}>
      <Form className="stack" onSubmit={submit}>
        <CurrentPasswordField value={currentPassword} wrong={wrong} onChange={setCurrent} />
        <NewPasswordField
          label={t('account.new_password')}
          value={newPassword}
          onChange={setNew}
          error={(tried ? passwordFault(newPassword, t) : null) ?? easy}
        />
        <p className="muted">{t('account.other_sessions_end')}</p>
        {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
        <div>
          <Button type="submit" variant="primary" busy={change.isPending}>
            {t('account.change_password')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
