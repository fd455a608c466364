import type { DatasetVersion } from '@pairwright/contract/datasets';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/queries.ts';
import { paths } from '../../../paths.ts';
import { Waterfall } from '../datasets/Waterfall.tsx';

interface Props {
  projectId: string;
  version: Pick<DatasetVersion, 'id'> & {
    comparisons: number;
    units: number;
    rows: number;
    drops: NonNullable<DatasetVersion['drops']>;
  };
}

/** What a frozen version dropped and why, with comparisons that say more. */
export function VersionWaterfall({ projectId, version }: Props) {
  const { id: versionId, comparisons, units, rows, drops } = version;
  const found = useQuery(read('getVersionExamples', { params: { projectId, versionId } }));
  return (
    <Waterfall
      comparisons={comparisons}
      units={units}
      rows={rows}
      drops={drops}
      examples={
        found.data === undefined
          ? undefined
          : {
              projectId,
              byReason: found.data.examples,
              hrefOf: (comparisonId) => paths.why(projectId, versionId, comparisonId),
            }
      }
    />
  );
}
