import type { CallOutput } from '@pairwright/contract/client';
import type { GoldRule } from '@pairwright/contract/gold-policy';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { problemCode } from '../../../api/problem.ts';
import { read, useWrite } from '../../../api/queries.ts';
import { type Translate, useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, TextArea, TextField } from '../../../ui/Field.tsx';
import { toast } from '../../../ui/toast.ts';
import { SavedForm } from '../projects/SavedForm.tsx';
import styles from '../shared/console.module.css';
import { FieldConflicts } from '../shared/FieldConflicts.tsx';
import { useFollowed } from '../shared/use-followed.ts';
import {
  draftIn,
  draftOf,
  fieldsOf,
  isRight,
  type Part,
  parts,
  type PolicyDraft,
  policyOf,
  rulesDropped,
} from './policy-draft.ts';
import { ruleText } from './RulesCard.tsx';

interface Props {
  projectId: string;
  policy: RoutingPolicy | null;
  /** Another policy is in force by now. */
  onStale: () => void;
}

/**
 * The policy as a form; saved as a whole, and in force from the next claim on. Fields nobody touched follow what others save, so
 * that the whole has theirs too.
 */
export function PolicyCard({ projectId, policy, onStale }: Props) {
  const t = useT();
  const saved = draftOf(policy);
  const { form, draft, update, save } = usePolicyForm({ projectId, policy, onStale });
  const project = useQuery(read('getProject', { params: { projectId } }));
  const change = (part: Partial<PolicyDraft>) => form.change(fieldsOf({ ...draft, ...part }));
  return (
    <Card title={t('console-routing.policy')}>
      <SavedForm
        dirty={form.changed.length > 0}
        undecided={form.conflicts.length > 0}
        follows
        saving={update}
        fields={[]}
        onSave={save}
      >
        <Checkbox
          label={t('console-routing.language_match')}
          hint={t('console-routing.language_match_hint')}
          checked={draft.languageMatch}
          onChange={(languageMatch) => change({ languageMatch })}
        />
        <TextArea
          label={t('console-routing.category_skills')}
          hint={t('console-routing.category_skills_hint')}
          rows={3}
          value={draft.categorySkills}
          onChange={(event) => change({ categorySkills: event.target.value })}
        />
        {(Object.keys(parts) as Part[]).map((part) => (
          <Fragment key={part}>
            <PartFields part={part} draft={draft} onChange={change} />
            {part === 'gold' ? <Dropped rules={rulesDropped(draft, policy)} /> : null}
            {part === 'adaptive' && draft.on.adaptive && isOfOne(project.data) ? (
              <p role="status">{t('console-routing.adaptive_of_one')}</p>
            ) : null}
          </Fragment>
        ))}
        <FieldConflicts
          conflicts={form.conflicts.map((field) => ({
            field,
            label: fieldLabel(field, t),
            mine: said(form.draft[field], t),
            theirs: said(fieldsOf(saved)[field], t),
          }))}
          onChoose={form.choose}
        />
      </SavedForm>
    </Card>
  );
}

/** What stands in the form, and its way to the server. */
function usePolicyForm({ projectId, policy, onStale }: Props) {
  const t = useT();
  const form = useFollowed(fieldsOf(draftOf(policy)));
  const draft = draftIn(form.draft);
  const update = useWrite('setRoutingPolicy', ['getRouting', 'listMyProjects', 'getMyProject']);
  const save = (): void => {
    const body = policyOf(draft, policy);
    if (body === null) return;
    update.mutate(
      { params: { projectId }, body: { ...body, basedOn: policy } },
      {
        onSuccess: (kept) => {
          form.saved(form.draft, fieldsOf(draftOf(kept)));
          toast(t('console.saved'));
        },
        onError: (error) => (problemCode(error) === 'wrong_state' ? onStale() : undefined),
      },
    );
  };
  return { form, draft, update, save };
}

type FieldKey = 'console-routing.field_caps_perHour';

/** What the field is called on the form. */
function fieldLabel(field: string, t: Translate): string {
  if (field === 'languageMatch') return t('console-routing.language_match');
  if (field === 'categorySkills') return t('console-routing.category_skills');
  if (field === 'tellAnswers') return t('console-routing.field_qualification_tellAnswers');
  if (field === 'learnt') return t('console-routing.field_adaptive_learnt');
  const name = field.slice(field.indexOf('.') + 1);
  if (field.startsWith('on.')) return t(`console-routing.${name as Part}`);
  const part = t(`console-routing.${name.split('.')[0] as Part}`);
  return `${part}: ${t(`console-routing.field_${name.replace('.', '_')}` as FieldKey)}`;
}

function said(value: string | boolean | undefined, t: Translate): string {
  return typeof value === 'string' ? value : t(value === true ? 'console.field_on' : 'console.field_off');
}

/** Whether each comparison is judged once: nobody can differ. */
function isOfOne(project: CallOutput<'getProject'> | undefined): boolean {
  return project !== undefined && project.targetJudgments === 1 && project.shared === null;
}

/** What goes with the gold comparisons when they are switched off; nobody shall lose rules without a word. */
function Dropped({ rules }: { rules: readonly GoldRule[] }) {
  const t = useT();
  if (rules.length === 0) return null;
  return (
    <div role="status">
      <p>{t('console-routing.rules_dropped')}</p>
      <ul className={styles['notes']}>
        {rules.map((rule) => (
          <li key={JSON.stringify(rule)}>{ruleText(rule, t)}</li>
        ))}
      </ul>
    </div>
  );
}

interface PartProps {
  part: Part;
  draft: PolicyDraft;
  onChange: (part: Partial<PolicyDraft>) => void;
}

/** A part that can be switched on, and its numbers while it is. */
function PartFields({ part, draft, onChange }: PartProps) {
  const t = useT();
  return (
    <>
      <Checkbox
        label={t(`console-routing.${part}`)}
        hint={t(`console-routing.${part}_hint`)}
        checked={draft.on[part]}
        onChange={(on) => onChange({ on: { ...draft.on, [part]: on } })}
      />
      {draft.on[part] ? (
        <div className={styles['fields']} role="group" aria-label={t(`console-routing.${part}`)}>
          {Object.keys(parts[part]).map((field) => (
            <NumberField key={field} part={part} field={field} draft={draft} onChange={onChange} />
          ))}
          {part === 'adaptive' ? (
            <Checkbox
              label={t('console-routing.field_adaptive_learnt')}
              hint={t('console-routing.learnt_hint')}
              checked={draft.learnt}
              onChange={(learnt) => onChange({ learnt })}
            />
          ) : null}
          {part === 'qualification' ? (
            <Checkbox
              label={t('console-routing.field_qualification_tellAnswers')}
              hint={t('console-routing.tell_answers_hint')}
              checked={draft.tellAnswers}
              onChange={(tellAnswers) => onChange({ tellAnswers })}
            />
          ) : null}
        </div>
      ) : null}
    </>
  );
}

function NumberField({ part, field, draft, onChange }: PartProps & { field: string }) {
  const t = useT();
  const key = `${part}.${field}`;
  const range = (parts[part] as Record<string, { least: number; most: number }>)[field]!;
  const tooMany = key === 'gold.gold' && Number(draft.numbers[key]) > Number(draft.numbers['gold.first']);
  const fault = tooMany
    ? t('console-routing.gold_too_many')
    : isRight(draft, part, field)
      ? null
      : t('console.number_between', { least: range.least, most: range.most });
  return (
    <TextField
      label={t(`console-routing.field_${key.replace('.', '_')}` as FieldKey)}
      inputMode="numeric"
      value={draft.numbers[key] ?? ''}
      error={fault}
      onChange={(event) => onChange({ numbers: { ...draft.numbers, [key]: event.target.value } })}
    />
  );
}
