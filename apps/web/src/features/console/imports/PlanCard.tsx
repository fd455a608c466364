import type { ImportReading } from '@pairwright/contract/import-reading';
import type { ImportJob, Pairing } from '@pairwright/contract/imports';
import type { Provenance } from '@pairwright/contract/provenance';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { plansOf } from '@pairwright/domain/pairing';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useState } from 'react';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { RadioGroup } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { draftOf, offeredPlan, readPlan, samePlan, sameReading } from './plan.ts';
import type { PlanDraft } from './plan.ts';
import { PlanFields } from './PlanFields.tsx';
import { said, sameProvenance, type Treatment, TreatmentFields } from './TreatmentFields.tsx';

interface Props {
  job: ImportJob;
  /** How the rows are read; null: that has to be said first. */
  reading: ImportReading | undefined | null;
  draft: PlanDraft;
  onDraft: (draft: PlanDraft) => void;
  /** To give it from elsewhere, as a key does. */
  formRef: RefObject<HTMLFormElement | null>;
  keys: ReactNode;
  treatment: Treatment;
  /** What was said before of where rows come from, or what the archive says. */
  provenance: Provenance;
  onTreatment: (treatment: Treatment) => void;
}

/** How responses become comparisons, and the two things to do with the file: check it, run it. */
export function PlanCard({ draft, ...props }: Props) {
  const { job } = props;
  const t = useT();
  const project = useQuery(read('getProject', { params: { projectId: job.projectId } }));
  const kind = project.data?.question.form.main.kind;
  if (kind === undefined) return null;
  return (
    <Card title={t('console-imports.plan_title')}>
      <p className="muted">{t('console-imports.plan_why')}</p>
      <PlanForm {...props} kind={kind} draft={offeredPlan(draft, kind)} />
    </Card>
  );
}

/** The plan of an import that is under way or finished. */
export function BegunPlan({ job }: { job: ImportJob }) {
  const t = useT();
  return job.pairing === null ? null : (
    <Card title={t('console-imports.plan_title')}>
      <PlanSentence draft={draftOf(job.pairing)} />
    </Card>
  );
}

/** Checking and running an import under a plan; one at a time, and only under a plan that can be read. */
function usePlanSteps({
  job,
  reading,
  draft,
  treatment,
}: Pick<Props, 'job' | 'reading' | 'draft' | 'treatment'>) {
  const client = useQueryClient();
  const check = useWrite('checkImport');
  const run = useWrite('runImport');
  const [tried, setTried] = useState(false);
  const plan = readPlan(draft);
  const begin = (write: typeof check) => {
    setTried(true);
    if (!plan.ok || reading === null || check.isPending || run.isPending) return;
    const params = { projectId: job.projectId, importId: job.id };
    write.mutate(
      {
        params,
        body: { pairing: plan.pairing, ...said(treatment), ...(reading !== undefined && { reading }) },
      },
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

/** Whether the check that was made is of what is asked for now. */
function isChecked(
  job: ImportJob,
  asked: Treatment & { pairing: Pairing; reading: Props['reading'] },
): boolean {
  const { pairing, reading } = asked;
  return (
    job.state === 'checked' &&
    asked.personalData === job.personalData &&
    asked.languages === job.languages &&
    asked.ratingVotes === job.ratingVotes &&
    sameProvenance(asked.provenance, job.provenance) &&
    samePlan(job.pairing, pairing) &&
    sameReading(reading ?? job.reading, job.reading)
  );
}

function PlanForm({
  job,
  reading,
  kind,
  draft,
  onDraft,
  formRef,
  keys,
  treatment,
  provenance,
  onTreatment,
}: Props & { kind: MainQuestion['kind'] }) {
  const t = useT();
  const steps = usePlanSteps({ job, reading, draft, treatment });
  const { check, run, plan, tried, begin } = steps;
  const first = reading === null ? t('console-imports.reading_first') : null;
  const checked = plan.ok && isChecked(job, { ...treatment, pairing: plan.pairing, reading });
  return (
    <Form
      ref={formRef}
      className={styles['form']}
      onSubmit={() => {
        begin(checked ? run : check);
      }}
    >
      <PlanChoice kind={kind} draft={draft} onDraft={onDraft} />
      <PlanFields
        draft={draft}
        onDraft={onDraft}
        projectId={job.projectId}
        fault={tried && !plan.ok ? plan.fault : null}
      />
      <TreatmentFields treatment={treatment} offered={provenance} onTreatment={onTreatment} kind={kind} />
      <FormProblem error={check.error ?? run.error} safe={t('console-imports.refused_safe')} />
      <PlanActions job={job} steps={steps} checked={checked} first={first} keys={keys} />
    </Form>
  );
}

interface ActionsProps extends Pick<Props, 'job' | 'keys'> {
  steps: ReturnType<typeof usePlanSteps>;
  /** A check of what is asked for now was made. */
  checked: boolean;
  /** What has to be done before. */
  first: string | null;
}

function PlanActions({ job, steps, checked, first, keys }: ActionsProps) {
  const t = useT();
  const { check, run, begin } = steps;
  return (
    <div className={styles['actions']}>
      <Button
        type="submit"
        variant={checked ? 'secondary' : 'primary'}
        busy={check.isPending}
        disabledReason={first}
        onClick={(event) => {
          event.preventDefault();
          begin(check);
        }}
      >
        {t(job.state === 'checked' ? 'console-imports.check_again' : 'console-imports.check')}
      </Button>
      <Button
        variant={checked ? 'primary' : 'secondary'}
        busy={run.isPending}
        disabledReason={first}
        onClick={() => begin(run)}
      >
        {t('console-imports.run')}
      </Button>
      {job.state === 'checked' && !checked ? (
        <span className="muted">{t('console-imports.plan_changed')}</span>
      ) : null}
      {keys}
    </div>
  );
}

/** The plan an import was begun with. */
function PlanSentence({ draft }: { draft: PlanDraft }) {
  const t = useT();
  if (draft.plan === 'all_pairs' || draft.plan === 'singles')
    return <p>{t(`console-imports.plan_${draft.plan}`)}</p>;
  if (draft.plan === 'groups')
    return <p>{t('console-imports.plan_was_groups', { size: draft.size, seed: draft.seed })}</p>;
  if (draft.plan === 'against_baseline')
    return <p>{t('console-imports.plan_was_baseline', { model: draft.model })}</p>;
  return <p>{t('console-imports.plan_was_random', { k: draft.k, seed: draft.seed })}</p>;
}

function PlanChoice({
  kind,
  draft,
  onDraft,
}: Pick<Props, 'draft' | 'onDraft'> & { kind: MainQuestion['kind'] }) {
  const t = useT();
  return (
    <RadioGroup
      label={t('console-imports.plan')}
      value={draft.plan}
      onChange={(value) => onDraft({ ...draft, plan: value })}
      options={plansOf[kind].map((value) => ({
        value,
        label: t(`console-imports.plan_${value}`),
        hint: t(`console-imports.plan_${value}_hint`),
      }))}
    />
  );
}
