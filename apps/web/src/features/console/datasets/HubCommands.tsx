import type { ExportJob } from '@pairwright/contract/datasets';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Checkbox, TextField } from '../../../ui/Field.tsx';
import { CodeBlock } from '../../../ui/markdown/CodeBlock.tsx';
import styles from '../shared/console.module.css';
import own from './datasets.module.css';
import {
  bucketCommand,
  isBucket,
  isHub,
  isRepository,
  keysCommand,
  pullCommand,
  pushCommand,
  type PulledVersion,
  tokenCommand,
} from './hub-commands.ts';

interface Props {
  job: ExportJob;
  version: { readonly datasetId: string; readonly version: number };
}

/**
 * The command lines that bring the files to one's own machine, and from there into a data set of a hub. The token of the hub stays on
 * that machine: this server neither asks for it nor sends anything.
 */
export function HubCommands({ job, version }: Props) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <details className={own['links']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('console-datasets.hub')}</summary>
      {open ? <Commands job={job} version={version} /> : null}
    </details>
  );
}

function Commands({ job, version }: Props) {
  const t = useT();
  const { projectId } = job;
  const project = useQuery(read('getProject', { params: { projectId } }));
  const dataset = useQuery(read('getDataset', { params: { projectId, datasetId: version.datasetId } }));
  if (project.data === undefined || dataset.data === undefined) return null;
  const pulled = { project: project.data.slug, dataset: dataset.data.slug, version: version.version };
  return (
    <div className={styles['form']}>
      <p className="muted">{t('console-datasets.hub_why')}</p>
      <Command
        title={t('console-datasets.hub_pull')}
        code={pullCommand(window.location.origin, pulled, job)}
      />
      <Push job={job} pulled={pulled} />
      <PushToBucket job={job} pulled={pulled} />
    </div>
  );
}

function Push({ job, pulled }: { job: ExportJob; pulled: PulledVersion }) {
  const t = useT();
  const [place, setPlace] = useState({ hub: '', repository: '', isPublic: false });
  const [left, setLeft] = useState({ hub: false, repository: false });
  const trimmed = { ...place, hub: place.hub.trim(), repository: place.repository.trim() };
  const hubIsGood = isHub(trimmed.hub);
  const nameIsGood = isRepository(trimmed.repository);
  return (
    <>
      <TextField
        label={t('console-datasets.hub_address')}
        hint={t('console-datasets.hub_address_hint')}
        error={left.hub && !hubIsGood ? t('console-datasets.hub_address_fault') : null}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={place.hub}
        onChange={(event) => setPlace({ ...place, hub: event.target.value })}
        onBlur={() => setLeft({ ...left, hub: place.hub !== '' })}
      />
      <TextField
        label={t('console-datasets.hub_repository')}
        hint={t('console-datasets.hub_repository_hint')}
        error={left.repository && !nameIsGood ? t('console-datasets.hub_repository_fault') : null}
        autoComplete="off"
        spellCheck={false}
        value={place.repository}
        onChange={(event) => setPlace({ ...place, repository: event.target.value })}
        onBlur={() => setLeft({ ...left, repository: place.repository !== '' })}
      />
      <Checkbox
        label={t('console-datasets.hub_public')}
        hint={t('console-datasets.hub_public_hint')}
        checked={place.isPublic}
        onChange={(isPublic) => setPlace({ ...place, isPublic })}
      />
      {hubIsGood && nameIsGood ? (
        <Command
          title={t('console-datasets.hub_push')}
          code={`${tokenCommand}\n${pushCommand(pulled, job, trimmed)}`}
        />
      ) : (
        <p className="muted">{t('console-datasets.hub_fill')}</p>
      )}
    </>
  );
}

function PushToBucket({ job, pulled }: { job: ExportJob; pulled: PulledVersion }) {
  const t = useT();
  const [place, setPlace] = useState({ bucket: '', endpoint: '' });
  const [left, setLeft] = useState({ bucket: false, endpoint: false });
  const trimmed = { bucket: place.bucket.trim(), endpoint: place.endpoint.trim() };
  const bucketIsGood = isBucket(trimmed.bucket);
  const endpointIsGood = trimmed.endpoint === '' || isHub(trimmed.endpoint);
  return (
    <>
      <TextField
        label={t('console-datasets.bucket')}
        hint={t('console-datasets.bucket_hint')}
        error={left.bucket && !bucketIsGood ? t('console-datasets.bucket_fault') : null}
        autoComplete="off"
        spellCheck={false}
        value={place.bucket}
        onChange={(event) => setPlace({ ...place, bucket: event.target.value })}
        onBlur={() => setLeft({ ...left, bucket: place.bucket !== '' })}
      />
      <TextField
        label={t('console-datasets.bucket_endpoint')}
        hint={t('console-datasets.bucket_endpoint_hint')}
        error={left.endpoint && !endpointIsGood ? t('console-datasets.hub_address_fault') : null}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={place.endpoint}
        onChange={(event) => setPlace({ ...place, endpoint: event.target.value })}
        onBlur={() => setLeft({ ...left, endpoint: place.endpoint !== '' })}
      />
      {bucketIsGood && endpointIsGood ? (
        <Command
          title={t('console-datasets.bucket_push')}
          code={`${keysCommand}\n${bucketCommand(pulled, job, trimmed)}`}
        />
      ) : (
        <p className="muted">{t('console-datasets.bucket_fill')}</p>
      )}
    </>
  );
}

function Command({ title, code }: { title: string; code: string }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <p id={id}>{title}</p>
      <CodeBlock code={code} language="sh" />
    </div>
  );
}
