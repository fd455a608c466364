import type { ExportJob } from '@pairwright/contract/datasets';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { Select } from '../../../ui/Field.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import own from './datasets.module.css';

const lives = ['1', '24', '168'] as const;

interface Made {
  fileName: string;
  address: string;
  expiresAt: string;
}

/** Signed addresses of single files, for curl and trainers that cannot sign in. They are shown once, here. */
export function ExportLinks({ job }: { job: ExportJob }) {
  const t = useT();
  const params = { projectId: job.projectId, exportId: job.id };
  const [hours, setHours] = useState<(typeof lives)[number]>('24');
  const [made, setMade] = useState<Made[]>([]);
  const create = useWrite('createExportLink');
  const revoke = useWrite('revokeExportLinks');
  const make = (fileName: string) =>
    create.mutate(
      { params, body: { fileName, hours: Number(hours) } },
      {
        onSuccess: ({ path, expiresAt }) =>
          setMade((before) => [
            ...before.filter((each) => each.fileName !== fileName),
            { fileName, address: new URL(path, window.location.origin).href, expiresAt },
          ]),
      },
    );
  return (
    <details className={own['links']}>
      <summary>{t('console-datasets.links')}</summary>
      <div className={styles['form']}>
        <p className="muted">{t('console-datasets.links_why')}</p>
        <Select
          label={t('console-datasets.links_life')}
          value={hours}
          onChange={setHours}
          options={lives.map((value) => ({ value, label: t(`console-datasets.links_life_${value}`) }))}
        />
        <FormProblem error={create.error ?? revoke.error} />
        <div className={styles['actions']}>
          {(job.files ?? []).map(({ name }) => (
            <Button key={name} busy={create.isPending} onClick={() => make(name)}>
              {t('console-datasets.link_of', { file: name })}
            </Button>
          ))}
        </div>
        <MadeLinks made={made} />
        <div>
          <Button
            busy={revoke.isPending}
            onClick={() => revoke.mutate({ params }, { onSuccess: () => setMade([]) })}
          >
            {t('console-datasets.links_revoke')}
          </Button>
          <p className="muted" role="status">
            {revoke.isSuccess && made.length === 0 ? t('console-datasets.links_revoked') : null}
          </p>
        </div>
      </div>
    </details>
  );
}

function MadeLinks({ made }: { made: readonly Made[] }) {
  const t = useT();
  const formats = useFormats();
  if (made.length === 0) return null;
  return (
    <ul>
      {made.map(({ fileName, address, expiresAt }) => (
        <li key={fileName}>
          <span translate="no">{fileName}</span>{' '}
          <span className="muted">
            {t('console-datasets.link_until', { until: formats.dateTime(expiresAt) })}
          </span>
          <span className={own['hash']}>
            <code className={own['address']} translate="no" dir="ltr">
              {address}
            </code>
            <CopyButton text={address} label={t('console-datasets.link_copy', { file: fileName })} />
          </span>
        </li>
      ))}
    </ul>
  );
}
