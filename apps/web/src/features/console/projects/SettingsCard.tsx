import type { Project, SharedOverlap } from '@pairwright/contract/projects';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { TextArea, TextField } from '../../../ui/Field.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { SavedForm } from './SavedForm.tsx';
import { wholeIn } from './question-draft.ts';

const fields = ['name', 'description', 'targetJudgments', 'shared.judgments', 'leaseMinutes', 'editHours'];
const mostHours = 8760;

interface Draft {
  name: string;
  description: string;
  target: string;
  /** In percent; empty: all comparisons get as many judgments. */
  share: string;
  sharedTarget: string;
  lease: string;
  /** Empty: no end but the archive. */
  editHours: string;
}

/** What can be sent, or null while a field is not right. */
function bodyOf(draft: Draft) {
  const { name, description, target, lease, editHours: hours } = draft;
  const targetJudgments = wholeIn(target, 1, 100);
  const leaseMinutes = wholeIn(lease, 1, 1440);
  const editHours = hours.trim() === '' ? null : wholeIn(hours, 1, mostHours);
  if (targetJudgments === null || leaseMinutes === null || name.trim() === '') return null;
  if (editHours === null && hours.trim() !== '') return null;
  const shared = sharedOf(draft);
  if (shared === undefined) return null;
  return { name, description, targetJudgments, shared, leaseMinutes, editHours };
}

const none = ({ share }: Draft): boolean => share.trim() === '';

/** Undefined while a field is not right. */
function sharedOf(draft: Draft): SharedOverlap | null | undefined {
  if (none(draft)) return null;
  const percent = wholeIn(draft.share, 1, 100);
  const judgments = wholeIn(draft.sharedTarget, leastShared(draft), 100);
  return percent === null || judgments === null ? undefined : { percent, judgments };
}

function leastShared({ target }: Draft): number {
  return (wholeIn(target, 1, 99) ?? 1) + 1;
}

export function SettingsCard({ project }: { project: Project }) {
  const t = useT();
  const saved: Draft = {
    name: project.name,
    description: project.description,
    target: String(project.targetJudgments),
    share: String(project.shared?.percent ?? ''),
    sharedTarget: String(project.shared?.judgments ?? ''),
    lease: String(project.leaseMinutes),
    editHours: project.editHours === null ? '' : String(project.editHours),
  };
  const [draft, setDraft] = useState(saved);
  const update = useWrite('updateProject', [
    'getProject',
    'listProjects',
    'listMyProjects',
    'getMyProject',
    'getMe',
  ]);
  const dirty = JSON.stringify(draft) !== JSON.stringify(saved);
  const save = () => {
    const body = bodyOf(draft);
    if (body === null) return;
    update.mutate(
      { params: { projectId: project.id }, body },
      { onSuccess: () => toast(t('console.saved')) },
    );
  };
  return (
    <Card title={t('console-projects.settings')}>
      <SavedForm dirty={dirty} saving={update} fields={fields} onSave={save}>
        <SettingsFields
          draft={draft}
          onChange={(part) => setDraft({ ...draft, ...part })}
          faults={faultsByField(update.error, t)}
        />
      </SavedForm>
    </Card>
  );
}

interface FieldsProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  faults: Readonly<Record<string, string>>;
}

function SettingsFields({ draft, onChange, faults }: FieldsProps) {
  const t = useT();
  const range = useRange();
  return (
    <>
      <TextField
        label={t('console-projects.name')}
        maxLength={200}
        required
        value={draft.name}
        error={draft.name.trim() === '' ? t('console.required') : faults['name']}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <TextArea
        label={t('console-projects.description')}
        hint={t('console-projects.description_hint')}
        maxLength={2000}
        value={draft.description}
        error={faults['description']}
        onChange={(event) => onChange({ description: event.target.value })}
      />
      <div className={styles['fields']}>
        <OverlapFields draft={draft} onChange={onChange} faults={faults} />
        <TextField
          label={t('console-projects.lease')}
          hint={t('console-projects.lease_hint')}
          inputMode="numeric"
          value={draft.lease}
          error={range(draft.lease, 1440) ?? faults['leaseMinutes']}
          onChange={(event) => onChange({ lease: event.target.value })}
        />
        <TextField
          label={t('console-question.edit_hours')}
          hint={t('console-question.edit_hours_hint')}
          inputMode="numeric"
          value={draft.editHours}
          error={
            (draft.editHours.trim() === '' ? null : range(draft.editHours, mostHours)) ?? faults['editHours']
          }
          onChange={(event) => onChange({ editHours: event.target.value })}
        />
      </div>
    </>
  );
}

/** How many judgments comparisons are to get: each of them, and a share of them. */
function OverlapFields({ draft, onChange, faults }: FieldsProps) {
  const t = useT();
  const range = useRange();
  return (
    <>
      <TextField
        label={t('console-projects.target')}
        hint={t('console-projects.target_change')}
        inputMode="numeric"
        value={draft.target}
        error={range(draft.target, 100) ?? faults['targetJudgments']}
        onChange={(event) => onChange({ target: event.target.value })}
      />
      <TextField
        label={t('console-projects.share')}
        hint={t('console-projects.share_hint')}
        inputMode="numeric"
        value={draft.share}
        error={none(draft) ? null : range(draft.share, 100)}
        onChange={(event) => onChange({ share: event.target.value })}
      />
      {none(draft) ? null : (
        <TextField
          label={t('console-projects.shared_target')}
          inputMode="numeric"
          value={draft.sharedTarget}
          error={range(draft.sharedTarget, 100, leastShared(draft)) ?? faults['shared.judgments']}
          onChange={(event) => onChange({ sharedTarget: event.target.value })}
        />
      )}
    </>
  );
}

/** What is wrong with a text that is to be a whole number, or null. */
function useRange() {
  const t = useT();
  return (text: string, most: number, least = 1): string | null =>
    wholeIn(text, least, most) === null ? t('console.number_between', { least, most }) : null;
}
