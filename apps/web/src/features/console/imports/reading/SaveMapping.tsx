import { useState } from 'react';
import { useWrite } from '../../../../api/queries.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';
import { TextField } from '../../../../ui/Field.tsx';
import { Form } from '../../../../ui/Form.tsx';
import { announce } from '../../../../ui/live-region.ts';
import styles from '../../shared/console.module.css';
import { FormProblem } from '../../shared/FormProblem.tsx';
import type { ReadingDesk } from './use-reading.ts';

/** Keeps a mapping under a name, for the next file of the same shape. */
export function SaveMapping({ desk }: { desk: ReadingDesk }) {
  const t = useT();
  const save = useWrite('saveMapping', ['listMappings', 'inspectImport']);
  const [name, setName] = useState('');
  const { reading, job } = desk;
  const mapping = reading?.by === 'mapping' ? reading.mapping : null;
  const reason =
    mapping === null
      ? t('console-imports.save_unfinished')
      : name.trim() === ''
        ? t('console-imports.save_unnamed')
        : null;
  return (
    <Form
      className={styles['form']}
      onSubmit={() => {
        if (mapping === null || name.trim() === '' || save.isPending) return;
        save.mutate(
          { params: { projectId: job.projectId }, body: { name: name.trim(), mapping } },
          { onSuccess: () => announce(t('console-imports.saved', { name: name.trim() })) },
        );
      }}
    >
      <TextField
        label={t('console-imports.save_name')}
        hint={t('console-imports.save_hint')}
        autoComplete="off"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <FormProblem error={save.error} safe={t('console-imports.refused_safe')} />
      <div className={styles['actions']}>
        <Button type="submit" busy={save.isPending} disabledReason={reason}>
          {t('console-imports.save')}
        </Button>
        {save.isSuccess && save.data.name === name.trim() ? (
          <span className="muted">{t('console-imports.saved', { name: save.data.name })}</span>
        ) : null}
      </div>
    </Form>
  );
}
