import type { Project } from '@pairwright/contract/projects';
import { problemCode } from '../../../api/problem.ts';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { TextArea, TextField } from '../../../ui/Field.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { FieldConflicts } from '../shared/FieldConflicts.tsx';
import { faultsByField } from '../shared/faults.ts';
import { useFollowed } from '../shared/use-followed.ts';
import { SavedForm } from './SavedForm.tsx';
import { wholeIn } from './question-draft.ts';
import {
  changesOf,
  draftOf,
  leastShared,
  mostHours,
  type SettingsDraft,
  sharesNone,
} from './settings-draft.ts';

const fields = ['name', 'description', 'targetJudgments', 'shared.judgments', 'leaseMinutes', 'editHours'];
const labels = {
  name: 'console-projects.name',
  description: 'console-projects.description',
  target: 'console-projects.target',
  share: 'console-projects.share',
  sharedTarget: 'console-projects.shared_target',
  lease: 'console-projects.lease',
  editHours: 'console-question.edit_hours',
} as const;

interface Props {
  project: Project;
  /** The server has something else by now. */
  onStale: () => void;
}

/** The settings of a project. Fields nobody touched follow what others save; of the touched ones only those are sent. */
export function SettingsCard({ project, onStale }: Props) {
  const t = useT();
  const form = useFollowed(draftOf(project));
  const { draft, changed, conflicts } = form;
  const update = useWrite('updateProject', [
    'getProject',
    'listProjects',
    'listMyProjects',
    'getMyProject',
    'getMe',
  ]);
  const save = () => {
    const body = changesOf(draft, form.base, changed);
    if (body === null) return;
    update.mutate(
      { params: { projectId: project.id }, body },
      {
        onSuccess: (now) => {
          form.saved(draft, draftOf(now));
          toast(t('console.saved'));
        },
        onError: (error) => (problemCode(error) === 'wrong_state' ? onStale() : undefined),
      },
    );
  };
  return (
    <Card title={t('console-projects.settings')}>
      <SavedForm
        dirty={changed.length > 0}
        undecided={conflicts.length > 0}
        follows
        saving={update}
        fields={fields}
        onSave={save}
      >
        <SettingsFields draft={draft} onChange={form.change} faults={faultsByField(update.error, t)} />
        <FieldConflicts
          conflicts={conflicts.map((field) => ({
            field,
            label: t(labels[field as keyof typeof labels]),
            mine: draft[field] ?? '',
            theirs: draftOf(project)[field] ?? '',
          }))}
          onChoose={form.choose}
        />
      </SavedForm>
    </Card>
  );
}

interface FieldsProps {
  draft: SettingsDraft;
  onChange: (part: Partial<SettingsDraft>) => void;
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
        error={sharesNone(draft) ? null : range(draft.share, 100)}
        onChange={(event) => onChange({ share: event.target.value })}
      />
      {sharesNone(draft) ? null : (
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
