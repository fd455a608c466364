import type { CallOutput } from '@pairwright/contract/client';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Checkbox, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';

interface Draft {
  name: string;
  idParam: string;
  wanted: string;
  maxPeople: string;
  completionCode: string;
  returnUrl: string;
  screenOutCode: string;
  screenOutUrl: string;
  signed: boolean;
  mayGoOn: boolean;
}

const empty: Draft = {
  name: '',
  idParam: 'PROLIFIC_PID',
  wanted: '20',
  maxPeople: '100',
  completionCode: '',
  returnUrl: '',
  screenOutCode: '',
  screenOutUrl: '',
  signed: true,
  mayGoOn: false,
};

const shownFields = [
  'name',
  'idParam',
  'wanted',
  'maxPeople',
  'completionCode',
  'returnUrl',
  'screenOutCode',
  'screenOutUrl',
] as const;
const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Makes a link for a platform; its address and key are shown once. */
export function CreateCrowdLinkForm({ projectId }: { projectId: string }) {
  const t = useT();
  const [draft, setDraft] = useState(empty);
  const create = useWrite('createCrowdLink', ['listCrowdLinks']);
  const faults = faultsByField(create.error, t);
  const submit = () => {
    if (create.isPending) return;
    const { name, idParam, wanted, maxPeople, signed, mayGoOn } = draft;
    create.mutate(
      {
        params: { projectId },
        body: {
          name,
          idParam,
          signed,
          wanted: Number(wanted),
          maxPeople: Number(maxPeople),
          mayGoOn,
          completionCode: orNull(draft.completionCode),
          returnUrl: orNull(draft.returnUrl),
          screenOutCode: orNull(draft.screenOutCode),
          screenOutUrl: orNull(draft.screenOutUrl),
        },
      },
      { onSuccess: () => setDraft(empty) },
    );
  };
  return (
    <>
      {create.data === undefined ? null : <Made link={create.data} onDone={() => create.reset()} />}
      <Form className={styles['form']} noValidate onSubmit={submit}>
        <CrowdLinkFields draft={draft} faults={faults} onChange={(part) => setDraft({ ...draft, ...part })} />
        <FormProblem error={create.error} fields={shownFields} />
        <div>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {t('console-crowd.create')}
          </Button>
        </div>
      </Form>
    </>
  );
}

interface FieldsProps {
  draft: Draft;
  faults: Readonly<Record<string, string>>;
  onChange: (part: Partial<Draft>) => void;
}

function CrowdLinkFields({ draft, faults, onChange }: FieldsProps) {
  const t = useT();
  return (
    <>
      <div className={styles['fields']}>
        {shownFields.map((field) => (
          <TextField
            key={field}
            label={t(`console-crowd.${field}`)}
            hint={t(`console-crowd.${field}_hint`)}
            autoComplete="off"
            inputMode={field === 'wanted' || field === 'maxPeople' ? 'numeric' : 'text'}
            value={draft[field]}
            error={faults[field]}
            onChange={(event) => onChange({ [field]: event.target.value })}
          />
        ))}
      </div>
      <Checkbox
        label={t('console-crowd.signed')}
        hint={t('console-crowd.signed_hint')}
        checked={draft.signed}
        onChange={(signed) => onChange({ signed })}
      />
      <Checkbox
        label={t('console-crowd.mayGoOn')}
        hint={t('console-crowd.mayGoOn_hint')}
        checked={draft.mayGoOn}
        onChange={(mayGoOn) => onChange({ mayGoOn })}
      />
    </>
  );
}

function Made({ link, onDone }: { link: CallOutput<'createCrowdLink'>; onDone: () => void }) {
  const t = useT();
  const { id, idParam, signed, key } = link;
  const more = signed ? '&expires=…&signature=…' : '';
  const address = `${location.origin}${paths.crowd(id)}?${idParam}=…${more}`;
  return (
    <div className={styles['secret']} role="status">
      <p>
        <strong>{t('console-crowd.made')}</strong>
      </p>
      <div className="row">
        <code className={styles['mono']} translate="no">
          {address}
        </code>
        <CopyButton text={address} label={t('console-crowd.copy_address')} />
      </div>
      {signed ? (
        <>
          <p>{t('console-crowd.key')}</p>
          <div className="row">
            <code className={styles['mono']} data-secret translate="no">
              {key}
            </code>
            <CopyButton text={key} label={t('console-crowd.copy_key')} />
          </div>
        </>
      ) : (
        <p>{t('console-crowd.unsigned_what')}</p>
      )}
      <div>
        <Button onClick={onDone}>{t('console-people.secret_done')}</Button>
      </div>
    </div>
  );
}
