import type { Dataset } from '@pairwright/contract/datasets';
import { useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { explainProblem } from '../../../api/problem.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { toast } from '../../../ui/toast.ts';

/** Takes a dataset out of the list, or back into it; nothing of it is lost, so nothing is asked. */
export function ArchiveButton({ dataset: { projectId, id: datasetId, archivedAt } }: { dataset: Dataset }) {
  const t = useT();
  const update = useWrite('updateDataset', ['getDataset', 'listDatasets']);
  const archived = archivedAt === null;
  const change = () =>
    update.mutate(
      { params: { projectId, datasetId }, body: { archived } },
      {
        onSuccess: () => toast(t(archived ? 'console-datasets.archived_now' : 'console-datasets.taken_back')),
        onError: (error) => toast(explainProblem(error, t).title),
      },
    );
  return (
    <Button busy={update.isPending} onClick={change}>
      {t(archived ? 'console-datasets.archive' : 'console-datasets.take_back')}
    </Button>
  );
}

export function ArchivedBanner({ dataset: { archivedAt } }: { dataset: Dataset }) {
  const t = useT();
  const formats = useFormats();
  if (archivedAt === null) return null;
  return (
    <Banner tone="info">
      {t('console-datasets.archived_since', { date: formats.dateTime(archivedAt) })}
    </Banner>
  );
}
