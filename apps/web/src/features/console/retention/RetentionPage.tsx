import type { Retention, RetentionRules } from '@pairwright/contract/retention';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { toast } from '../../../ui/toast.ts';
import { useProvedWrite } from '../../account/use-proved-write.tsx';
import styles from '../shared/console.module.css';
import { Figures } from '../shared/Figures.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';
import { leastDays, readDays, ruleNames } from './rules.ts';

/** After how many days what is removed; for the owner. */
export default function RetentionPage() {
  const t = useT();
  usePageTitle(t('console-retention.title'));
  const found = useQuery({ ...read('getRetention', {}), refetchOnMount: 'always' });
  // Outside the form, which is another one as soon as it is saved: that it was is still said then.
  const save = useProvedWrite('setRetention', ['getRetention']);
  return (
    <>
      <h1>{t('console-retention.title')}</h1>
      <div className={styles['steps']}>
        <p className="muted">{t('console-retention.why')}</p>
        {found.error === null ? null : (
          <ProblemState error={found.error} onRetry={() => void found.refetch()} />
        )}
        {found.isPending ? <Skeleton lines={6} /> : null}
        {found.data === undefined ? null : (
          <>
            <Rules
              key={JSON.stringify(found.data.rules)}
              rules={found.data.rules}
              saving={save}
              onSave={(rules) => save.mutate({ body: rules }, { onSuccess: () => toast(t('console.saved')) })}
            />
            {save.asking}
            <LastRun last={found.data.last} />
          </>
        )}
      </div>
    </>
  );
}

interface RulesProps {
  readonly rules: RetentionRules;
  readonly saving: { readonly error: unknown; readonly isPending: boolean };
  readonly onSave: (rules: RetentionRules) => void;
}

function Rules({ rules, saving, onSave }: RulesProps) {
  const t = useT();
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(ruleNames.map((name) => [name, rules[name]?.toString() ?? ''])),
  );
  const [tried, setTried] = useState(false);
  const days = ruleNames.map((name) => [name, readDays(name, texts[name] ?? '')] as const);
  const submit = () => {
    setTried(true);
    if (days.some(([, value]) => value === undefined)) return;
    onSave(Object.fromEntries(days) as RetentionRules);
  };
  return (
    <Card title={t('console-retention.rules')}>
      <Form className="stack" onSubmit={submit}>
        {days.map(([name, value]) => (
          <TextField
            key={name}
            label={t(`console-retention.${name}`)}
            hint={t(`console-retention.${name}_hint`)}
            inputMode="numeric"
            value={texts[name] ?? ''}
            error={
              tried && value === undefined
                ? t('console-retention.days_between', { least: leastDays[name], most: 3650 })
                : null
            }
            onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
          />
        ))}
        <FormProblem error={saving.error} />
        <div>
          <Button type="submit" variant="primary" busy={saving.isPending}>
            {t('console.save')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function LastRun({ last }: { last: Retention['last'] }) {
  const t = useT();
  const formats = useFormats();
  if (last === null) return <p className="muted">{t('console-retention.never')}</p>;
  const { at, ...removed } = last;
  const names = [
    'auditEntries',
    'addresses',
    'uploads',
    'exports',
    'sessions',
    'tokens',
    'crowdIds',
  ] as const;
  return (
    <Card title={t('console-retention.last', { when: formats.dateTime(at) })}>
      <Figures
        items={names.map((name) => ({
          label: t(`console-retention.removed_${name}`),
          value: formats.number(removed[name]),
        }))}
      />
    </Card>
  );
}
