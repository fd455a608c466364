import type { ImportSources } from '@pairwright/contract/import-sources';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { useLocation } from 'wouter';
import { read, useWrite } from '../../../../api/queries.ts';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Card } from '../../../../ui/Card.tsx';
import { TextField } from '../../../../ui/Field.tsx';
import { Form } from '../../../../ui/Form.tsx';
import styles from '../../shared/console.module.css';
import { FormProblem } from '../../shared/FormProblem.tsx';
import { faultOfAddress } from './source-draft.ts';

interface Props {
  projectId: string;
  from: 'url' | 's3';
  sources: ImportSources;
}

/** Asks for an address; the server fetches the file, and the page of the import shows how it goes. */
export function FetchForm({ projectId, from, sources }: Props) {
  const t = useT();
  const formats = useFormats();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  // Sent again after a lost answer it is the same request; another address is another one.
  const [asked, setAsked] = useState(() => ({ address: '', key: uuid() }));
  const [shown, setShown] = useState(false);
  const fetch = useWrite('fetchImport', ['listImports']);
  const fault = faultOfAddress(from, asked.address);
  const send = (): void => {
    setShown(true);
    if (fault !== null || fetch.isPending) return;
    fetch.mutate(
      { params: { projectId }, body: { address: asked.address.trim(), key: asked.key } },
      {
        onSuccess: (job) => {
          const params = { projectId, importId: job.id };
          client.setQueryData(read('getImport', { params }).queryKey, job);
          navigate(paths.import(projectId, job.id));
        },
      },
    );
  };
  return (
    <Card title={t(`console-fetch.title_${from}`)}>
      <Form className={styles['form']} onSubmit={send}>
        <TextField
          label={t(`console-fetch.address_${from}`)}
          hint={t(`console-fetch.hint_${from}`, { most: formats.bytes(sources.mostBytes) })}
          error={shown && fault !== null ? t(`console-fetch.fault_${fault}`) : null}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={8_000}
          value={asked.address}
          onChange={(event) => {
            setAsked({ address: event.target.value, key: uuid() });
            setShown(false);
            fetch.reset();
          }}
        />
        {from === 's3' ? (
          <p className="muted">
            {t('console-fetch.places')} <bdi translate="no">{sources.s3.join(', ')}</bdi>
          </p>
        ) : null}
        <FormProblem error={fetch.error} safe={t('console-fetch.nothing_added')} />
        <div>
          <Button type="submit" variant="primary" busy={fetch.isPending}>
            {t('console-fetch.fetch')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
