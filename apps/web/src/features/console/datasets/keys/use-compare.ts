import type { DatasetVersion } from '@pairwright/contract/datasets';
import { useLocation } from 'wouter';
import { api } from '../../../../api/client.ts';
import { explainProblem } from '../../../../api/problem.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { toast } from '../../../../ui/toast.ts';

interface Of {
  readonly projectId: string;
  readonly datasetId: string;
}

/**
 * Goes to what a version differs in from the ready one before it, as they are by then, or says why it cannot. `after`: left out, the
 * newest that is ready.
 */
export function useCompare(params: Of, after?: Pick<DatasetVersion, 'id' | 'version'>): () => void {
  const t = useT();
  const [, navigate] = useLocation();
  const compare = async (): Promise<void> => {
    try {
      const older = after === undefined ? { limit: 2 } : { limit: 1, before: after.version };
      const { items } = await api.call('listVersions', { params, query: { state: 'ready', ...older } });
      const [newer, before] = after === undefined ? items : [after, items[0]];
      if (before === undefined || newer === undefined) toast(t('console-versions.nothing_before'));
      else navigate(paths.versionDiff(params.projectId, before.id, newer.id));
    } catch (error) {
      toast(explainProblem(error, t).title);
    }
  };
  return () => void compare();
}
