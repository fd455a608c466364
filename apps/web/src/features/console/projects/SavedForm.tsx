import type { ReactNode } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { useDirtyGuard } from './use-dirty-guard.ts';

interface Props {
  /** Something differs from what is saved. */
  dirty: boolean;
  saving: { error: unknown; isPending: boolean };
  /** Fields that show their own faults. */
  fields: readonly string[];
  onSave: () => void;
  children: ReactNode;
}

/** Part of a project's settings that is saved as a whole, and not left by mistake. */
export function SavedForm({ dirty, saving, fields, onSave, children }: Props) {
  const t = useT();
  useDirtyGuard(dirty);
  return (
    <Form className={styles['form']} noValidate onSubmit={() => (saving.isPending ? undefined : onSave())}>
      {children}
      <FormProblem error={saving.error} fields={fields} safe={t('console-projects.form_kept')} />
      <div>
        <Button
          type="submit"
          busy={saving.isPending}
          disabledReason={dirty ? null : t('console-projects.nothing_changed')}
        >
          {t('console.save')}
        </Button>
      </div>
    </Form>
  );
}
