import type { FoundRow } from '@pairwright/contract/version-why';
import { readLine } from '@pairwright/domain/versions/line-texts';
import { rowIdIn } from '@pairwright/domain/versions/row-id';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { TextArea } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';

interface Props {
  projectId: string;
  versionId: string;
}

/** Finds a row by a line of an export, whatever its format, or by an id that somebody has at hand. */
export function WhyLookup({ projectId, versionId }: Props) {
  const t = useT();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [fault, setFault] = useState<'lookup_wrong' | 'lookup_none' | null>(null);
  const find = useWrite('findRows');
  const show = (rowId: string) => navigate(paths.why(projectId, versionId, rowId));
  const look = () => {
    const named = rowIdIn(text);
    if (readLine(text) === null) {
      if (named === null) setFault('lookup_wrong');
      else show(named);
      return;
    }
    find.mutate(
      { params: { projectId, versionId }, body: { line: text.trim() } },
      {
        onSuccess: ({ items: [first, another] }) => {
          // A line of another version may name a row that this one left out.
          const rowId = first?.rowId ?? named;
          if (rowId === null) setFault('lookup_none');
          else if (another === undefined) show(rowId);
        },
      },
    );
  };
  const found = find.data?.items ?? [];
  return (
    <Card title={t('console-versions.lookup')}>
      <Form className={styles['form']} noValidate onSubmit={look}>
        <TextArea
          label={t('console-versions.lookup_field')}
          hint={t('console-versions.lookup_hint')}
          rows={2}
          value={text}
          dir="ltr"
          error={fault === null ? null : t(`console-versions.${fault}`)}
          onChange={(event) => {
            setText(event.target.value);
            setFault(null);
            find.reset();
          }}
        />
        <FormProblem error={find.error} />
        <div>
          <Button type="submit" busy={find.isPending}>
            {t('console-versions.look')}
          </Button>
        </div>
        {found.length > 1 ? <Found items={found} projectId={projectId} versionId={versionId} /> : null}
      </Form>
    </Card>
  );
}

/** More than one row is written as the line, or has its texts. */
function Found({ items, projectId, versionId }: Props & { items: readonly FoundRow[] }) {
  const t = useT();
  return (
    <>
      <p role="status">{t('console-versions.lookup_many', { count: items.length })}</p>
      <ul>
        {items.map(({ rowId, excerpt }) => (
          <li key={rowId}>
            <bdi dir="auto">{excerpt}</bdi>{' '}
            <Link href={paths.why(projectId, versionId, rowId)} translate="no">
              {rowId}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
