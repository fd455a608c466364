import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';

/** Withdraws a decision, with the reason. */
export function ReopenForm({ params }: { params: { projectId: string; comparisonId: string } }) {
  const t = useT();
  const [because, setBecause] = useState('');
  const [tried, setTried] = useState(false);
  const reopen = useWrite('reopenCase', ['getReviewCase', 'listReviewQueue', 'getResolution']);
  return (
    <details>
      <summary className={styles['summary']}>{t('console-review.reopen')}</summary>
      <Form
        className={styles['form']}
        noValidate
        onSubmit={() => {
          setTried(true);
          if (because.trim() === '' || reopen.isPending) return;
          reopen.mutate(
            { params, body: { because } },
            { onSuccess: () => toast(t('console-review.reopened')) },
          );
        }}
      >
        <p className="muted">{t('console-review.reopen_why')}</p>
        <TextField
          label={t('console-review.reopen_because')}
          value={because}
          maxLength={4000}
          error={tried && because.trim() === '' ? t('console.required') : null}
          onChange={(event) => setBecause(event.target.value)}
        />
        <FormProblem error={reopen.error} fields={[]} safe={t('console-review.kept')} />
        <div>
          <Button type="submit" busy={reopen.isPending}>
            {t('console-review.reopen')}
          </Button>
        </div>
      </Form>
    </details>
  );
}
