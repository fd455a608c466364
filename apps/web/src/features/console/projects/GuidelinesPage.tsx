import type { GuidelinesVersion } from '@pairwright/contract/projects';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Card } from '../../../ui/Card.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { ConsentCard } from './consent/ConsentCard.tsx';
import { GuidelinesEditor } from './guidelines/GuidelinesEditor.tsx';
import { GuidelinesTexts } from './guidelines/GuidelinesTexts.tsx';
import { rowKeyOfVersion, useVersionColumns } from './use-version-columns.tsx';

export default function GuidelinesPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const me = useMe();
  const projectId = params['projectId'] ?? '';
  const versions = useQuery({
    ...read('listGuidelines', { params: { projectId } }),
    refetchOnMount: 'always',
  });
  const newest = versions.data?.items[0];
  return (
    <ProjectFrame projectId={projectId} title={t('console-projects.guidelines')}>
      {versions.error === null ? null : (
        <ProblemState error={versions.error} onRetry={() => void versions.refetch()} />
      )}
      {versions.isPending ? <Skeleton lines={6} /> : null}
      {newest === undefined ? null : (
        <div className={styles['steps']}>
          {may(me, projectId, 'manage') ? (
            <GuidelinesEditor
              projectId={projectId}
              newest={newest}
              onConflict={() => void versions.refetch()}
            />
          ) : (
            <Card title={t('console-projects.version', { version: newest.version })}>
              <GuidelinesTexts version={newest} />
            </Card>
          )}
          <Versions items={versions.data?.items ?? []} />
          <ConsentCard projectId={projectId} />
        </div>
      )}
    </ProjectFrame>
  );
}

function Versions({ items }: { items: readonly GuidelinesVersion[] }) {
  const t = useT();
  const columns = useVersionColumns<GuidelinesVersion>();
  const [open, setOpen] = useState<GuidelinesVersion | null>(null);
  return (
    <>
      <Table<GuidelinesVersion>
        caption={t('console-projects.versions')}
        cards
        rows={items}
        rowKey={rowKeyOfVersion}
        columns={[columns.version, columns.when, columns.who, columns.open(setOpen)]}
      />
      {open === null ? null : (
        <Dialog
          open
          wide
          title={t('console-projects.version', { version: open.version })}
          onClose={() => setOpen(null)}
        >
          <GuidelinesTexts version={open} />
        </Dialog>
      )}
    </>
  );
}
