import type { DatasetVersion } from '@pairwright/contract/datasets';
import { useLocation } from 'wouter';
import { explainProblem } from '../../../../api/problem.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { toast } from '../../../../ui/toast.ts';
import { useReadyVersions } from './use-ready-versions.ts';

type Side = Pick<DatasetVersion, 'id'> | undefined;

/** Goes to what differs between two versions, chosen of those there are by then, or says why it cannot. */
export function useCompare(
  params: { projectId: string; datasetId: string },
  choose: (versions: readonly DatasetVersion[]) => { before: Side; after: Side },
): () => void {
  const t = useT();
  const [, navigate] = useLocation();
  const { load } = useReadyVersions(params);
  return () =>
    void load().then(
      (versions) => {
        const { before, after } = choose(versions);
        if (before === undefined || after === undefined) toast(t('console-versions.nothing_before'));
        else navigate(paths.versionDiff(params.projectId, before.id, after.id));
      },
      (error: unknown) => toast(explainProblem(error, t).title),
    );
}
