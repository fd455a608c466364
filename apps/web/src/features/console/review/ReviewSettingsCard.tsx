import type { ReviewSettings } from '@pairwright/contract/review';
import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { type Translate, useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, RadioGroup } from '../../../ui/Field.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { toast } from '../../../ui/toast.ts';
import { SavedForm } from '../projects/SavedForm.tsx';
import { FieldConflicts } from '../shared/FieldConflicts.tsx';
import { useFollowed } from '../shared/use-followed.ts';

/** How the project comes to its labels and reviews them. */
export function ReviewSettingsCard({ projectId }: { projectId: string }) {
  const t = useT();
  const settings = useQuery(read('getReviewSettings', { params: { projectId } }));
  const save = useWrite('updateReviewSettings', [
    'getReviewSettings',
    'getReviewCase',
    'getResolution',
    'listReviewQueue',
  ]);
  return (
    <Card title={t('console-review.settings')}>
      {settings.error === null ? null : (
        <ProblemState error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.isPending ? <Skeleton lines={4} /> : null}
      {settings.data === undefined ? null : (
        <SettingsForm
          settings={settings.data}
          saving={save}
          onSave={(body, done) =>
            save.mutate(
              { params: { projectId }, body },
              {
                onSuccess: () => {
                  done();
                  toast(t('console-review.setting_saved'));
                },
              },
            )
          }
        />
      )}
    </Card>
  );
}

interface FormProps {
  settings: ReviewSettings;
  saving: { error: unknown; isPending: boolean };
  onSave: (settings: ReviewSettings, done: () => void) => void;
}

const labels = {
  method: 'console-review.setting_method',
  blind: 'console-review.setting_blind',
  two: 'console-review.setting_two',
  ownWork: 'console-review.setting_own_work',
} as const;

function fieldsOf({ method, blind, reviewers, ownWork }: ReviewSettings) {
  return { method, blind, two: reviewers === 2, ownWork };
}

function said(field: keyof typeof labels, value: string | boolean, t: Translate): string {
  if (field === 'method') return t(`console-review.setting_method_${value as ReviewSettings['method']}`);
  return t(value === true ? 'console.field_on' : 'console.field_off');
}

function SettingsForm({ settings, saving, onSave }: FormProps) {
  const t = useT();
  const server = fieldsOf(settings);
  const form = useFollowed<ReturnType<typeof fieldsOf>>(server);
  const { draft } = form;
  return (
    <SavedForm
      dirty={form.changed.length > 0}
      undecided={form.conflicts.length > 0}
      saving={saving}
      fields={[]}
      onSave={() =>
        onSave(
          { method: draft.method, blind: draft.blind, reviewers: draft.two ? 2 : 1, ownWork: draft.ownWork },
          () => form.saved(draft, draft),
        )
      }
    >
      <RadioGroup
        label={t('console-review.setting_method')}
        value={draft.method}
        onChange={(method) => form.change({ method })}
        options={(['majority', 'weighted'] as const).map((value) => ({
          value,
          label: t(`console-review.setting_method_${value}`),
          hint: t(`console-review.setting_method_${value}_hint`),
        }))}
      />
      <Checkbox
        label={t('console-review.setting_blind')}
        checked={draft.blind}
        onChange={(blind) => form.change({ blind })}
      />
      <Checkbox
        label={t('console-review.setting_two')}
        hint={t('console-review.setting_two_hint')}
        checked={draft.two}
        onChange={(two) => form.change({ two })}
      />
      <Checkbox
        label={t('console-review.setting_own_work')}
        hint={t('console-review.setting_own_work_hint')}
        checked={draft.ownWork}
        onChange={(ownWork) => form.change({ ownWork })}
      />
      <FieldConflicts
        conflicts={form.conflicts.map((field) => ({
          field,
          label: t(labels[field]),
          mine: said(field, draft[field], t),
          theirs: said(field, server[field], t),
        }))}
        onChoose={(field, keep) => form.choose(field as keyof typeof labels, keep)}
      />
    </SavedForm>
  );
}
