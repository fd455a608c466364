import type { FetchRequest, ImportSources } from '@pairwright/contract/import-sources';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { useLocation } from 'wouter';
import { read, useWrite } from '../../../../api/queries.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Button } from '../../../../ui/Button.tsx';
import { Card } from '../../../../ui/Card.tsx';
import { Form } from '../../../../ui/Form.tsx';
import styles from '../../shared/console.module.css';
import { FormProblem } from '../../shared/FormProblem.tsx';
import { AddressField } from './AddressField.tsx';
import { type AddressLine, faultsOfAddresses, linesOf } from './source-draft.ts';
import { useAddressFaults } from './use-address-faults.ts';

interface Props {
  projectId: string;
  from: 'url' | 's3';
  sources: ImportSources;
}

/** Asks for an address, of S3 for several; the server fetches the files, and the page of the import shows how it goes. */
export function FetchForm({ projectId, from, sources }: Props) {
  const t = useT();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  // Sent again after a lost answer it is the same request; another address is another one.
  const [asked, setAsked] = useState(() => ({ text: '', key: uuid() }));
  const [shown, setShown] = useState(false);
  const fetch = useWrite('fetchImport', ['listImports']);
  const lines = linesOf(asked.text);
  const faults = faultsOfAddresses(from, asked.text);
  const said = useAddressFaults(shown ? faults : [], { error: fetch.error, lines });
  const send = (): void => {
    setShown(true);
    if (faults.length > 0 || fetch.isPending) return;
    fetch.mutate(
      { params: { projectId }, body: { ...bodyOf(lines), key: asked.key } },
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
        <AddressField
          from={from}
          mostBytes={sources.mostBytes}
          error={said.text}
          value={asked.text}
          onSend={send}
          onChange={(text) => {
            setAsked({ text, key: uuid() });
            setShown(false);
            fetch.reset();
          }}
        />
        {from === 's3' ? (
          <p className="muted">
            {t('console-fetch.places')} <bdi translate="no">{sources.s3.join(', ')}</bdi>
          </p>
        ) : null}
        <FormProblem error={fetch.error} fields={said.paths} safe={t('console-fetch.nothing_added')} />
        <div>
          <Button type="submit" variant="primary" busy={fetch.isPending}>
            {t('console-fetch.fetch')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function bodyOf(lines: readonly AddressLine[]): Pick<FetchRequest, 'address' | 'addresses'> {
  const addresses = lines.map(({ address }) => address);
  return addresses.length === 1 ? { address: addresses[0] } : { addresses };
}
