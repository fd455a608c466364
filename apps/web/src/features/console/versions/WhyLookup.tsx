import { rowIdIn } from '@pairwright/domain/versions/row-id';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { TextArea } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';

/** Finds a row by a line of an export or an id that somebody has at hand. */
export function WhyLookup({ projectId, versionId }: { projectId: string; versionId: string }) {
  const t = useT();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const look = () => {
    const rowId = rowIdIn(text);
    setWrong(rowId === null);
    if (rowId !== null) navigate(paths.why(projectId, versionId, rowId));
  };
  return (
    <Card title={t('console-versions.lookup')}>
      <Form className={styles['form']} noValidate onSubmit={look}>
        <TextArea
          label={t('console-versions.lookup_field')}
          hint={t('console-versions.lookup_hint')}
          rows={2}
          value={text}
          dir="ltr"
          error={isWrong ? t('console-versions.lookup_wrong') : null}
          onChange={(event) => {
            setText(event.target.value);
            setWrong(false);
          }}
        />
        <div>
          <Button type="submit">{t('console-versions.look')}</Button>
        </div>
      </Form>
    </Card>
  );
}
