import type { DatasetVersion } from '@pairwright/contract/datasets';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Select } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';

/** As many as one answer holds; older ones are compared from their own page. */
const OFFERED = 200;

/** Chooses two frozen versions of a dataset to compare; nothing where there is only one. */
export function CompareVersions({ params }: { params: { projectId: string; datasetId: string } }) {
  const versions = useQuery({
    ...read('listVersions', { params, query: { state: 'ready', limit: OFFERED } }),
    refetchOnMount: 'always',
  });
  const ready = versions.data?.items ?? [];
  const [newest, before] = ready;
  if (newest === undefined || before === undefined) return null;
  // Keyed: a version that comes while the page is open is the one to compare with.
  return (
    <Chooser key={newest.id} projectId={params.projectId} versions={ready} usual={[before.id, newest.id]} />
  );
}

interface Props {
  projectId: string;
  versions: readonly DatasetVersion[];
  usual: [string, string];
}

function Chooser({ projectId, versions, usual }: Props) {
  const t = useT();
  const [, navigate] = useLocation();
  const [from, setFrom] = useState(usual[0]);
  const [to, setTo] = useState(usual[1]);
  const options = versions.map(({ id, version }) => ({
    value: id,
    label: t('console-datasets.version', { version }),
  }));
  return (
    <Form className={styles['form']} onSubmit={() => navigate(paths.versionDiff(projectId, from, to))}>
      <div className={styles['fields']}>
        <Select label={t('console-versions.col_before')} value={from} options={options} onChange={setFrom} />
        <Select label={t('console-versions.col_after')} value={to} options={options} onChange={setTo} />
      </div>
      <div>
        <Button type="submit" disabledReason={from === to ? t('console-versions.choose_two') : null}>
          {t('console-versions.compare')}
        </Button>
      </div>
    </Form>
  );
}
