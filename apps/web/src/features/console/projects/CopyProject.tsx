import type { Project } from '@pairwright/contract/projects';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { TextArea, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { Name } from '../shared/Name.tsx';

const fields = ['name', 'description'];

/** A new project that begins like another one. */
export function CopyProject({ from }: { from: string }) {
  const t = useT();
  usePageTitle(t('console-projects.new'));
  const source = useQuery({
    ...read('getProject', { params: { projectId: from } }),
    refetchOnMount: 'always',
  });
  return (
    <>
      <h1>{t('console-projects.new')}</h1>
      {source.error === null ? null : (
        <ProblemState error={source.error} onRetry={() => void source.refetch()} />
      )}
      {source.isPending ? <Skeleton lines={4} /> : null}
      {source.data === undefined ? null : <CopyForm key={from} source={source.data} />}
    </>
  );
}

function CopyForm({ source }: { source: Project }) {
  const t = useT();
  const [, navigate] = useLocation();
  const [draft, setDraft] = useState({ name: '', description: source.description });
  const [tried, setTried] = useState(false);
  const create = useWrite('createProject', ['listProjects', 'getMe', 'listMyProjects']);
  const faults = faultsByField(create.error, t);
  const submit = () => {
    setTried(true);
    if (draft.name.trim() === '' || create.isPending) return;
    create.mutate(
      { body: { ...draft, from: source.id } },
      { onSuccess: (project) => navigate(paths.project(project.id)) },
    );
  };
  return (
    <Form className={styles['form']} noValidate onSubmit={submit}>
      <Card title={t('console-projects.copy_of')}>
        <p>
          <Name text={source.name} />
        </p>
        <p className="muted">{t('console-projects.copy_what')}</p>
        <TextField
          label={t('console-projects.name')}
          maxLength={200}
          required
          value={draft.name}
          error={tried && draft.name.trim() === '' ? t('console.required') : faults['name']}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
        <TextArea
          label={t('console-projects.description')}
          hint={t('console-projects.description_hint')}
          maxLength={2000}
          value={draft.description}
          error={faults['description']}
          onChange={(event) => setDraft({ ...draft, description: event.target.value })}
        />
        <FormProblem error={create.error} fields={fields} safe={t('console-projects.form_kept')} />
        <div>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {t('console-projects.create')}
          </Button>
        </div>
      </Card>
    </Form>
  );
}
