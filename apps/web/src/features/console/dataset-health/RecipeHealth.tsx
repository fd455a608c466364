import type { Recipe } from '@pairwright/contract/datasets';
import { useLocation } from 'wouter';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';

/** Has the health report of a recipe made that is not frozen, and goes there. */
export function RecipeHealth({ projectId, recipe }: { projectId: string; recipe: Recipe }) {
  const t = useT();
  const [, navigate] = useLocation();
  const request = useWrite('requestHealth');
  return (
    <div>
      <Button
        busy={request.isPending}
        onClick={() =>
          request.mutate(
            { params: { projectId }, body: { recipe } },
            { onSuccess: ({ id }) => navigate(paths.recipeHealth(projectId, id)) },
          )
        }
      >
        {t('console-datasets.health_of_recipe')}
      </Button>
      <FormProblem error={request.error} />
    </div>
  );
}
