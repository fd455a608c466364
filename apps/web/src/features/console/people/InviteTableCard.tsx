import type { CallOutput } from '@pairwright/contract/client';
import type { Fault } from '@pairwright/contract/errors';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, TextArea } from '../../../ui/Field.tsx';
import { FileDrop } from '../../../ui/FileDrop.tsx';
import { Form } from '../../../ui/Form.tsx';
import { useProvedWrite } from '../../account/use-proved-write.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { saveText } from '../statistics/save-text.ts';
import { toCsv } from '../statistics/to-csv.ts';
import { type Life, LifeSelect } from './CreateInviteForm.tsx';
import { invitedFaultKey } from './invited-faults.ts';
import { linkWith } from './ShownOnce.tsx';

/** Without a team: which there are is for the project to say. */
const sample = toCsv([
  ['email', 'role', 'team', 'language', 'note'],
  ['ann@example.org', 'annotator', '', 'en', 'first week'],
  ['xiaomei@example.org', 'annotator', '', 'zh-CN', ''],
  ['lea@example.org', 'reviewer', '', 'en', ''],
]);

/** Invites many people at once, each by a link of their own. */
export function InviteTableCard({ projectId }: { projectId: string }) {
  const t = useT();
  const [csv, setCsv] = useState('');
  const [days, setDays] = useState<Life>('14');
  const [send, setSend] = useState(false);
  const options = useQuery(read('getSignInOptions', {}));
  const invite = useProvedWrite('invitePeople', ['listInvites']);
  const faults = invite.error === null ? [] : explainProblem(invite.error, t).faults;
  const submit = () => {
    if (csv.trim() === '' || invite.isPending) return;
    invite.mutate(
      { params: { projectId }, body: { csv, expiresInDays: Number(days), send } },
      { onSuccess: () => setCsv('') },
    );
  };
  return (
    <Card title={t('console-invites.table_title')}>
      <p className="muted">{t('console-invites.table_why')}</p>
      {invite.data === undefined ? null : <Made made={invite.data} />}
      <Form className={styles['form']} noValidate onSubmit={submit}>
        <FileDrop
          label={t('console-invites.table_file')}
          hint={t('console-invites.table_drop')}
          choose={t('console-invites.table_choose')}
          accept=".csv,text/csv"
          onFile={(file) => void file.text().then(setCsv)}
        />
        <TextArea
          label={t('console-invites.table')}
          hint={t('console-invites.table_hint')}
          rows={6}
          spellCheck={false}
          value={csv}
          onChange={(event) => setCsv(event.target.value)}
        />
        <div>
          <Button size="small" icon="download" onClick={() => saveText('people.csv', sample)}>
            {t('console-invites.table_sample')}
          </Button>
        </div>
        <LifeSelect value={days} onChange={setDays} />
        {options.data?.resetByMail === true ? (
          <Checkbox label={t('console-invites.send')} checked={send} onChange={setSend} />
        ) : null}
        {faults.length === 0 ? <FormProblem error={invite.error} /> : <Faults faults={faults} />}
        <div>
          <Button
            type="submit"
            variant="primary"
            busy={invite.isPending}
            disabledReason={csv.trim() === '' ? t('console-invites.table_first') : null}
          >
            {t('console-invites.table_do')}
          </Button>
        </div>
      </Form>
      {invite.asking}
    </Card>
  );
}

function Faults({ faults }: { faults: readonly Fault[] }) {
  const t = useT();
  return (
    <div role="alert">
      <p>{t('console-invites.nobody', { faults: faults.length })}</p>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.path} ${fault.rule}`}>{faultLine(fault, t)}</li>
        ))}
      </ul>
    </div>
  );
}

/** `body.csv.3.role` is the cell of the role in line 3. */
function faultLine({ path, rule, value }: Fault, t: Translate): string {
  const [, , line = '', column = ''] = path.split('.');
  const key = invitedFaultKey(rule);
  const text = key === null ? rule : t(key);
  const shown = value === undefined ? text : t('console-invites.with_value', { text, value });
  return column === ''
    ? t('console-invites.fault_line', { line, text: shown })
    : t('console-invites.fault_cell', { line, column, text: shown });
}

function Made({ made }: { made: CallOutput<'invitePeople'> }) {
  const t = useT();
  const save = () => {
    const rows = made.items.map(({ email, role, token }) => [email, role, linkWith(paths.join(), token)]);
    saveText('invitations.csv', toCsv([['email', 'role', 'link'], ...rows]));
  };
  return (
    <div className={styles['secret']} role="status">
      <p>
        <strong>{t('console-invites.table_made', { count: made.items.length })}</strong>
      </p>
      {made.sending === 0 ? null : <p>{t('console-invites.sending', { count: made.sending })}</p>}
      <p>{t('console-invites.table_once')}</p>
      <div>
        <Button icon="download" onClick={save}>
          {t('console-invites.table_save')}
        </Button>
      </div>
    </div>
  );
}
