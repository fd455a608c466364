import { useRef } from 'react';
import type { ReactNode } from 'react';
import { problemCode } from '../../../api/problem.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { useSaveKey } from '../shared/use-save-key.ts';
import { useDirtyGuard } from './use-dirty-guard.ts';

interface Props {
  /** Something differs from what is saved. */
  dirty: boolean;
  /** Somebody else saved the same meanwhile, and which of the two holds is not chosen. */
  undecided?: boolean;
  /** The fields follow what others save: a refusal for that is a matter of looking again. */
  follows?: boolean;
  saving: { error: unknown; isPending: boolean };
  /** Fields that show their own faults. */
  fields: readonly string[];
  onSave: () => void;
  children: ReactNode;
}

/** Part of a project's settings that is saved as a whole, and not left by mistake. */
export function SavedForm({
  dirty,
  undecided = false,
  follows = false,
  saving,
  fields,
  onSave,
  children,
}: Props) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  useDirtyGuard(dirty);
  useSaveKey(form, dirty);
  const cannot = undecided
    ? t('console.field_choose_first')
    : dirty
      ? null
      : t('console-projects.nothing_changed');
  return (
    <Form
      ref={form}
      className={styles['form']}
      noValidate
      onSubmit={() => (saving.isPending || undecided || !dirty ? undefined : onSave())}
    >
      {children}
      {undecided ? null : follows && problemCode(saving.error) === 'wrong_state' ? (
        <Banner tone="warn">{t('console.saved_meanwhile')}</Banner>
      ) : (
        <FormProblem error={saving.error} fields={fields} safe={t('console-projects.form_kept')} />
      )}
      <div>
        <Button type="submit" busy={saving.isPending} disabledReason={cannot}>
          {t('console.save')}
        </Button>
      </div>
    </Form>
  );
}
