import type { CallInput } from '@pairwright/contract/client';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { PageKeys } from '../shared/PageKeys.tsx';
import { useDirtyGuard } from '../projects/use-dirty-guard.ts';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import own from './datasets.module.css';
import { PreviewCard } from './PreviewCard.tsx';
import { newRecipe, readRecipe } from './recipe.ts';
import { RecipeFields } from './RecipeFields.tsx';

const fields = ['name', 'slug'];

export default function NewDatasetPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const [draft, setDraft] = useState(newRecipe);
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const preview = useRef<HTMLHeadingElement>(null);
  const recipe = readRecipe(draft);
  const isTouched = name !== '' || JSON.stringify(draft) !== JSON.stringify(newRecipe);
  const create = useCreate(projectId, isTouched);
  const faults = faultsByField(create.error, t);
  const submit = () => {
    setTried(true);
    if (recipe !== null && name.trim() !== '' && !create.isPending) create.send({ name, recipe });
  };
  return (
    <ProjectFrame projectId={projectId} title={t('console-datasets.new')}>
      <div className={own['two']}>
        <Card title={t('console-datasets.recipe')}>
          <Form className={styles['form']} noValidate onSubmit={submit}>
            <TextField
              label={t('console-datasets.name')}
              maxLength={200}
              required
              value={name}
              error={tried && name.trim() === '' ? t('console.required') : faults['name']}
              onChange={(event) => setName(event.target.value)}
            />
            <RecipeFields projectId={projectId} draft={draft} onDraft={setDraft} />
            <FormProblem error={create.error} fields={fields} />
            <div className={styles['actions']}>
              <Button type="submit" variant="primary" busy={create.isPending}>
                {t('console-datasets.create')}
              </Button>
              <PageKeys
                keys={[
                  {
                    id: 'preview',
                    chords: ['p'],
                    label: 'console-datasets.key_preview',
                    run: () => preview.current?.focus(),
                  },
                  { id: 'create', chords: ['Enter'], label: 'console-datasets.create', run: submit },
                ]}
              />
            </div>
          </Form>
        </Card>
        {recipe === null ? null : <PreviewCard projectId={projectId} recipe={recipe} headingRef={preview} />}
      </div>
    </ProjectFrame>
  );
}

/** Makes the dataset and goes to it; what is typed and not made yet is asked about before it is left. */
function useCreate(projectId: string, isTouched: boolean) {
  const [, navigate] = useLocation();
  const leave = useDirtyGuard(isTouched);
  const { error, isPending, mutate } = useWrite('createDataset', ['listDatasets']);
  const send = (body: CallInput<'createDataset'>['body']): void =>
    mutate(
      { params: { projectId }, body },
      {
        onSuccess: (dataset) => {
          leave();
          navigate(paths.dataset(projectId, dataset.id));
        },
      },
    );
  return { error, isPending, send };
}
