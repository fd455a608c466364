import type { ReviewSettings } from '@pairwright/contract/review';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, RadioGroup } from '../../../ui/Field.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { toast } from '../../../ui/toast.ts';
import { SavedForm } from '../projects/SavedForm.tsx';

/** How the project comes to its labels and reviews them. */
export function ReviewSettingsCard({ projectId }: { projectId: string }) {
  const t = useT();
  const settings = useQuery(read('getReviewSettings', { params: { projectId } }));
  // Outside the form, which is another one as soon as something else is saved: what is saved is still said then.
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
          key={JSON.stringify(settings.data)}
          saved={settings.data}
          saving={save}
          onSave={(body) =>
            save.mutate(
              { params: { projectId }, body },
              { onSuccess: () => toast(t('console-review.setting_saved')) },
            )
          }
        />
      )}
    </Card>
  );
}

interface FormProps {
  saved: ReviewSettings;
  saving: { error: unknown; isPending: boolean };
  onSave: (settings: ReviewSettings) => void;
}

function SettingsForm({ saved, saving, onSave }: FormProps) {
  const t = useT();
  const [draft, setDraft] = useState(saved);
  return (
    <SavedForm
      dirty={JSON.stringify(draft) !== JSON.stringify(saved)}
      saving={saving}
      fields={[]}
      onSave={() => onSave(draft)}
    >
      <RadioGroup
        label={t('console-review.setting_method')}
        value={draft.method}
        onChange={(method) => setDraft({ ...draft, method })}
        options={(['majority', 'weighted'] as const).map((value) => ({
          value,
          label: t(`console-review.setting_method_${value}`),
          hint: t(`console-review.setting_method_${value}_hint`),
        }))}
      />
      <Checkbox
        label={t('console-review.setting_blind')}
        checked={draft.blind}
        onChange={(blind) => setDraft({ ...draft, blind })}
      />
      <Checkbox
        label={t('console-review.setting_two')}
        hint={t('console-review.setting_two_hint')}
        checked={draft.reviewers === 2}
        onChange={(two) => setDraft({ ...draft, reviewers: two ? 2 : 1 })}
      />
      <Checkbox
        label={t('console-review.setting_own_work')}
        hint={t('console-review.setting_own_work_hint')}
        checked={draft.ownWork}
        onChange={(ownWork) => setDraft({ ...draft, ownWork })}
      />
    </SavedForm>
  );
}
