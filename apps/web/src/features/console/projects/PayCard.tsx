import type { Project } from '@pairwright/contract/projects';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { toast } from '../../../ui/toast.ts';
import { PayHistory } from '../pay/PayHistory.tsx';
import styles from '../shared/console.module.css';
import { FieldConflicts } from '../shared/FieldConflicts.tsx';
import { useFollowed } from '../shared/use-followed.ts';
import { microsOf, textOfMicros } from './pay-text.ts';
import { SavedForm } from './SavedForm.tsx';

/** What a judgment is worth; annotators see it with their work. */
export function PayCard({ project }: { project: Project }) {
  const t = useT();
  const saved = payFields(project);
  const form = useFollowed(saved);
  const { draft } = form;
  const update = useWrite('updateProject', [
    'getProject',
    'listMyProjects',
    'getMyProject',
    'getDashboard',
    'listPayRates',
  ]);
  const dirty = form.changed.length > 0;
  const currency = draft.currency.trim().toUpperCase();
  const micros = microsOf(draft.amount);
  const none = currency === '' && draft.amount.trim() === '';
  const currencyFault = !none && !/^[A-Z]{3}$/.test(currency) ? t('console-practice.currency_fault') : null;
  const amountFault = !none && micros === null ? t('console-practice.amount_fault') : null;
  const save = (): void => {
    if (currencyFault !== null || amountFault !== null) return;
    const pay = none || micros === null ? null : { currency, perJudgmentMicros: micros };
    update.mutate(
      { params: { projectId: project.id }, body: { pay } },
      {
        onSuccess: (now) => {
          form.saved(draft, payFields(now));
          toast(t('console.saved'));
        },
      },
    );
  };
  return (
    <Card title={t('console-practice.pay')}>
      <SavedForm
        dirty={dirty}
        undecided={form.conflicts.length > 0}
        saving={update}
        fields={[]}
        onSave={save}
      >
        <p className="muted">{t('console-practice.pay_why')}</p>
        <PayFields
          draft={draft}
          faults={dirty ? { currency: currencyFault, amount: amountFault } : {}}
          onChange={form.change}
        />
        <FieldConflicts
          conflicts={form.conflicts.map((field) => ({
            field,
            label: t(field === 'currency' ? 'console-practice.currency' : 'console-practice.amount'),
            mine: draft[field] ?? '',
            theirs: saved[field] ?? '',
          }))}
          onChoose={form.choose}
        />
      </SavedForm>
      <PayHistory projectId={project.id} />
    </Card>
  );
}

interface Draft extends Readonly<Record<string, string>> {
  readonly currency: string;
  readonly amount: string;
}

function payFields({ pay }: Project): Draft {
  return {
    currency: pay?.currency ?? '',
    amount: pay === null ? '' : textOfMicros(pay.perJudgmentMicros),
  };
}

interface PayFieldsProps {
  draft: Draft;
  faults: { currency?: string | null; amount?: string | null };
  onChange: (part: Partial<Draft>) => void;
}

function PayFields({ draft, faults, onChange }: PayFieldsProps) {
  const t = useT();
  return (
    <div className={styles['fields']}>
      <TextField
        label={t('console-practice.currency')}
        hint={t('console-practice.currency_hint')}
        maxLength={3}
        autoCapitalize="characters"
        value={draft.currency}
        error={faults.currency ?? null}
        onChange={(event) => onChange({ currency: event.target.value })}
      />
      <TextField
        label={t('console-practice.amount')}
        hint={t('console-practice.amount_hint')}
        inputMode="decimal"
        value={draft.amount}
        error={faults.amount ?? null}
        onChange={(event) => onChange({ amount: event.target.value })}
      />
    </div>
  );
}
