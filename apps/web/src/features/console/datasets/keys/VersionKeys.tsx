import { PageKeys } from '../../shared/PageKeys.tsx';
import type { Version } from '../version.ts';
import { useCompare } from './use-compare.ts';

interface Props {
  version: Version;
  projectId: string;
  onFiles: () => void;
}

/** The keys of a frozen version: D to what differs from the one before, Enter to the files, where it exports. */
export function VersionKeys({ version, projectId, onFiles }: Props) {
  const compare = useCompare({ projectId, datasetId: version.datasetId }, version);
  return (
    <PageKeys
      keys={[
        { id: 'compare', chords: ['d'], label: 'console-datasets.key_before', run: compare },
        { id: 'files', chords: ['Enter'], label: 'console-datasets.key_files', run: onFiles },
      ]}
    />
  );
}
