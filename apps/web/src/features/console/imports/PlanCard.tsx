import type { ImportJob } from '@pairwright/contract/imports';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { RadioGroup, TextField } from '../../../ui/Field.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { canBegin, draftOf, mostPairs, readPlan, samePlan } from './plan.ts';
import type { PlanDraft } from './plan.ts';

interface Props {
  job: ImportJob;
  draft: PlanDraft;
  onDraft: (draft: PlanDraft) => void;
}

/** How responses become comparisons, and the two things to do with the file: check it, run it. */
export function PlanCard({ job, draft, onDraft }: Props) {
  const t = useT();
  if (!canBegin(job)) {
    return job.pairing === null ? null : (
      <Card title={t('console-imports.plan_title')}>
        <PlanSentence draft={draftOf(job.pairing)} />
      </Card>
    );
  }
  return (
    <Card title={t('console-imports.plan_title')}>
      <p className="muted">{t('console-imports.plan_why')}</p>
      <PlanForm job={job} draft={draft} onDraft={onDraft} />
    </Card>
  );
}

/** Checking and running an import under a plan; one at a time, and only under a plan that can be read. */
function usePlanSteps(job: ImportJob, draft: PlanDraft) {
  const client = useQueryClient();
  const check = useWrite('checkImport');
  const run = useWrite('runImport');
  const [tried, setTried] = useState(false);
  const plan = readPlan(draft);
  const begin = (write: typeof check) => {
    setTried(true);
    if (!plan.ok || check.isPending || run.isPending) return;
    const params = { projectId: job.projectId, importId: job.id };
    write.mutate(
      { params, body: { pairing: plan.pairing } },
      {
        onSuccess: (next) => {
          client.setQueryData(read('getImport', { params }).queryKey, next);
          client.removeQueries({ queryKey: ['listRejects'] });
        },
        onError: () => void client.invalidateQueries({ queryKey: ['getImport'] }),
      },
    );
  };
  return { check, run, plan, tried, begin };
}

function PlanForm({ job, draft, onDraft }: Props) {
  const t = useT();
  const { check, run, plan, tried, begin } = usePlanSteps(job, draft);
  const checked = job.state === 'checked' && plan.ok && samePlan(job.pairing, plan.pairing);
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        begin(checked ? run : check);
      }}
    >
      <RadioGroup
        label={t('console-imports.plan')}
        value={draft.plan}
        onChange={(value) => onDraft({ ...draft, plan: value })}
        options={(['all_pairs', 'against_baseline', 'random_k'] as const).map((value) => ({
          value,
          label: t(`console-imports.plan_${value}`),
          hint: t(`console-imports.plan_${value}_hint`),
        }))}
      />
      <PlanFields
        draft={draft}
        onDraft={onDraft}
        projectId={job.projectId}
        fault={tried && !plan.ok ? plan.fault : null}
      />
      <FormProblem error={check.error ?? run.error} safe={t('console-imports.refused_safe')} />
      <div className={styles['actions']}>
        <Button
          type="submit"
          variant={checked ? 'secondary' : 'primary'}
          busy={check.isPending}
          onClick={(event) => {
            event.preventDefault();
            begin(check);
          }}
        >
          {t(job.state === 'checked' ? 'console-imports.check_again' : 'console-imports.check')}
        </Button>
        <Button variant={checked ? 'primary' : 'secondary'} busy={run.isPending} onClick={() => begin(run)}>
          {t('console-imports.run')}
        </Button>
        {job.state === 'checked' && !checked ? (
          <span className="muted">{t('console-imports.plan_changed')}</span>
        ) : null}
      </div>
    </form>
  );
}

interface FieldsProps {
  draft: PlanDraft;
  onDraft: (draft: PlanDraft) => void;
  projectId: string;
  fault: string | null;
}

function PlanFields({ draft, onDraft, projectId, fault }: FieldsProps) {
  const t = useT();
  const listId = useId();
  const progress = useQuery({
    ...read('getProgress', { params: { projectId } }),
    enabled: draft.plan === 'against_baseline',
  });
  if (draft.plan === 'all_pairs') return null;
  if (draft.plan === 'against_baseline') {
    return (
      <>
        <TextField
          label={t('console-imports.model')}
          hint={t('console-imports.model_hint')}
          error={fault === 'model_missing' ? t('console-imports.model_missing') : null}
          list={listId}
          maxLength={200}
          autoComplete="off"
          value={draft.model}
          onChange={(event) => onDraft({ ...draft, model: event.target.value })}
        />
        <datalist id={listId}>
          {progress.data?.models.map(({ model }) => (
            <option key={model}>{model}</option>
          ))}
        </datalist>
      </>
    );
  }
  return (
    <div className={styles['fields']}>
      <TextField
        label={t('console-imports.k')}
        hint={t('console-imports.k_hint', { most: mostPairs })}
        error={fault === 'k_out_of_range' ? t('console-imports.k_fault', { most: mostPairs }) : null}
        inputMode="numeric"
        value={draft.k}
        onChange={(event) => onDraft({ ...draft, k: event.target.value })}
      />
      <TextField
        label={t('console-imports.seed')}
        hint={t('console-imports.seed_hint')}
        error={fault === 'seed_out_of_range' ? t('console-imports.seed_fault') : null}
        inputMode="numeric"
        value={draft.seed}
        onChange={(event) => onDraft({ ...draft, seed: event.target.value })}
      />
    </div>
  );
}

/** The plan an import was begun with. */
function PlanSentence({ draft }: { draft: PlanDraft }) {
  const t = useT();
  if (draft.plan === 'all_pairs') return <p>{t('console-imports.plan_all_pairs')}</p>;
  if (draft.plan === 'against_baseline')
    return <p>{t('console-imports.plan_was_baseline', { model: draft.model })}</p>;
  return <p>{t('console-imports.plan_was_random', { k: draft.k, seed: draft.seed })}</p>;
}
