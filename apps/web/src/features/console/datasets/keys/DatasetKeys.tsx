import { PageKeys } from '../../shared/PageKeys.tsx';
import { useCompare } from './use-compare.ts';

interface Props {
  params: { projectId: string; datasetId: string };
  onPreview: () => void;
  onFreeze: () => void;
}

/** The keys of a dataset: P to the preview, D to what the newest version changed, Enter freezes. */
export function DatasetKeys({ params, onPreview, onFreeze }: Props) {
  const compare = useCompare(params);
  return (
    <PageKeys
      keys={[
        { id: 'preview', chords: ['p'], label: 'console-datasets.key_preview', run: onPreview },
        { id: 'compare', chords: ['d'], label: 'console-datasets.key_newest', run: compare },
        { id: 'freeze', chords: ['Enter'], label: 'console-datasets.freeze', run: onFreeze },
      ]}
    />
  );
}
