import type { ImportSources } from '@pairwright/contract/import-sources';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../../../api/queries.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Tabs } from '../../../../ui/Tabs.tsx';
import { UploadCard } from '../UploadCard.tsx';
import { FetchForm } from './FetchForm.tsx';

type From = 'file' | 'url' | 's3';

/** Where a file comes from: this machine, an address, or a bucket, as far as the operator of the server allows it. */
export function SourceTabs({ projectId }: { projectId: string }) {
  const t = useT();
  const [from, setFrom] = useState<From>('file');
  const sources = useQuery(read('getImportSources', { params: { projectId } }));
  return (
    <Tabs<From>
      label={t('console-fetch.from')}
      tabs={offered(sources.data).map((id) => ({ id, label: t(`console-fetch.from_${id}`) }))}
      selected={from}
      onSelect={setFrom}
    >
      {from === 'file' || sources.data === undefined ? (
        <UploadCard projectId={projectId} />
      ) : (
        <FetchForm key={from} projectId={projectId} from={from} sources={sources.data} />
      )}
    </Tabs>
  );
}

function offered(sources: ImportSources | undefined): From[] {
  return [
    'file',
    ...(sources?.url === true ? (['url'] as const) : []),
    ...((sources?.s3.length ?? 0) > 0 ? (['s3'] as const) : []),
  ];
}
