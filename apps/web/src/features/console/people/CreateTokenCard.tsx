import type { Scope } from '@pairwright/contract/endpoint';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Checkbox, Select, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { ProofDialog } from '../../account/ProofDialog.tsx';
import type { Proof } from '../../account/ProofForm.tsx';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { TokenProjectFields } from './TokenProjectFields.tsx';

const scopes = ['read', 'annotate', 'import', 'export', 'manage'] as const satisfies readonly Scope[];
const lives = ['7', '30', '90', '365'] as const;
type Life = (typeof lives)[number];

/** What the form says. */
function useTokenForm() {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>(['read']);
  const [days, setDays] = useState<Life>('90');
  const [projectIds, setProjectIds] = useState<readonly string[] | undefined>(undefined);
  const [tried, setTried] = useState(false);
  return {
    name,
    setName,
    chosen,
    setChosen,
    days,
    setDays,
    projectIds,
    setProjectIds,
    tried,
    /** Whether it can be sent; from now on what is missing is said. */
    check(): boolean {
      setTried(true);
      return name.trim() !== '' && chosen.length > 0 && projectIds?.length !== 0;
    },
    clear(): void {
      setName('');
      setTried(false);
    },
    wish: {
      name,
      scopes: scopes.filter((scope) => chosen.includes(scope)),
      ...(projectIds === undefined ? {} : { projectIds: [...projectIds] }),
      expiresInDays: Number(days),
    },
  };
}

/** Makes a token, once who asks has shown who they are; its secret is shown here and nowhere else, once. */
export function CreateTokenCard() {
  const t = useT();
  const form = useTokenForm();
  const [asking, setAsking] = useState(false);
  const create = useWrite('createToken', ['listTokens']);
  const faults = faultsByField(create.error, t);
  const submit = () => {
    if (!form.check() || create.isPending) return;
    create.reset();
    setAsking(true);
  };
  const send = (proof: Proof) =>
    create.mutate(
      { body: { ...form.wish, ...proof } },
      {
        onSuccess: () => {
          form.clear();
          setAsking(false);
        },
        onError: (error) => {
          // What is wrong with the fields is said at them.
          if (Object.keys(faultsByField(error, t)).length > 0) setAsking(false);
        },
      },
    );
  return (
    <Card title={t('console-people.create_token')}>
      {create.data === undefined ? null : (
        <Secret name={create.data.name} secret={create.data.secret} onDone={() => create.reset()} />
      )}
      <TokenForm form={form} faults={faults} error={asking ? null : create.error} onSubmit={submit} />
      {asking ? (
        <ProofDialog
          title={t('console-people.create_token')}
          what={t('console-people.create_token_what', { name: form.name })}
          busy={create.isPending}
          error={create.error}
          onProof={send}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Card>
  );
}

interface FormProps {
  form: ReturnType<typeof useTokenForm>;
  faults: ReturnType<typeof faultsByField>;
  error: Error | null;
  onSubmit: () => void;
}

function TokenForm({ form, faults, error, onSubmit }: FormProps) {
  const t = useT();
  const { name, tried } = form;
  return (
    <Form className={styles['form']} noValidate onSubmit={onSubmit}>
      <div className={styles['fields']}>
        <TextField
          label={t('console-people.token_name')}
          hint={t('console-people.token_name_hint')}
          maxLength={200}
          autoComplete="off"
          required
          value={name}
          error={tried && name.trim() === '' ? t('console.required') : faults['name']}
          onChange={(event) => form.setName(event.target.value)}
        />
        <LifeField days={form.days} onChange={form.setDays} />
      </div>
      <ScopeFields chosen={form.chosen} onChange={form.setChosen} tried={tried} />
      <TokenProjectFields chosen={form.projectIds} onChange={form.setProjectIds} tried={tried} />
      {error === null ? null : <FormProblem error={error} fields={['name']} />}
      <div>
        <Button type="submit" variant="primary">
          {t('console-people.create_token')}
        </Button>
      </div>
    </Form>
  );
}

function LifeField({ days, onChange }: { days: Life; onChange: (days: Life) => void }) {
  const t = useT();
  return (
    <Select
      label={t('console-people.token_life')}
      value={days}
      options={lives.map((value) => ({ value, label: t('console-people.days', { count: Number(value) }) }))}
      onChange={onChange}
    />
  );
}

interface ScopeProps {
  chosen: readonly Scope[];
  onChange: (chosen: readonly Scope[]) => void;
  tried: boolean;
}

function ScopeFields({ chosen, onChange, tried }: ScopeProps) {
  const t = useT();
  return (
    <fieldset>
      <legend className={styles['legend']}>{t('console-people.token_scopes')}</legend>
      {scopes.map((scope) => (
        <Checkbox
          key={scope}
          label={t(`console-people.scope_${scope}`)}
          hint={t(`console-people.scope_${scope}_may`)}
          checked={chosen.includes(scope)}
          onChange={(on) => onChange(on ? [...chosen, scope] : chosen.filter((other) => other !== scope))}
        />
      ))}
      {tried && chosen.length === 0 ? <p role="alert">{t('console-people.scope_missing')}</p> : null}
    </fieldset>
  );
}

function Secret({ name, secret, onDone }: { name: string; secret: string; onDone: () => void }) {
  const t = useT();
  return (
    <div className={styles['secret']} role="status">
      <p>
        <strong>{t('console-people.secret_of', { name })}</strong>
      </p>
      <div className="row">
        <code className={styles['mono']} data-secret translate="no">
          {secret}
        </code>
        <CopyButton text={secret} label={t('console-people.copy_secret')} />
      </div>
      <p>{t('console-people.secret_once')}</p>
      <div>
        <Button onClick={onDone}>{t('console-people.secret_done')}</Button>
      </div>
    </div>
  );
}
