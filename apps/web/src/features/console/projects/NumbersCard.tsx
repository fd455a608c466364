import type { Project } from '@pairwright/contract/projects';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox } from '../../../ui/Field.tsx';
import { toast } from '../../../ui/toast.ts';
import { FormProblem } from '../shared/FormProblem.tsx';

/** Whether annotators see how their own work goes. */
export function NumbersCard({ project }: { project: Project }) {
  const t = useT();
  const update = useWrite('updateProject', ['getProject', 'getMyNumbers']);
  return (
    <Card title={t('console-overview.numbers')}>
      <Checkbox
        label={t('console-overview.show_numbers')}
        hint={t('console-overview.show_numbers_hint')}
        // What was chosen shows at once; what the server says stands after that.
        checked={update.isPending ? update.variables.body.showNumbers === true : project.showNumbers}
        onChange={(showNumbers) =>
          update.mutate(
            { params: { projectId: project.id }, body: { showNumbers } },
            { onSuccess: () => toast(t('console.saved')) },
          )
        }
      />
      <FormProblem error={update.error} />
    </Card>
  );
}
