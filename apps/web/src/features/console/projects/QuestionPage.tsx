import type { Question } from '@pairwright/contract/projects';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Card } from '../../../ui/Card.tsx';
import { Form } from '../../../ui/Form.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { Changes } from './form/Changes.tsx';
import { sendable } from './form/form-draft.ts';
import { formFaults } from './form/form-faults.ts';
import builder from './form/form.module.css';
import { FormFacts } from './form/FormFacts.tsx';
import { FormPreview } from './form/FormPreview.tsx';
import { showsItsFault, useFaults, useFocusOnFault } from './form/use-faults.ts';
import { PublishControls } from './PublishControls.tsx';
import { QuestionFields } from './QuestionFields.tsx';
import { useQuestionDraft } from './use-question-draft.ts';
import { rowKeyOfVersion, useVersionColumns } from './use-version-columns.tsx';

export default function QuestionPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const me = useMe();
  const projectId = params['projectId'] ?? '';
  const versions = useQuery({
    ...read('listQuestions', { params: { projectId } }),
    refetchOnMount: 'always',
  });
  const newest = versions.data?.items[0];
  return (
    <ProjectFrame projectId={projectId} title={t('console-projects.question')}>
      {versions.error === null ? null : (
        <ProblemState error={versions.error} onRetry={() => void versions.refetch()} />
      )}
      {versions.isPending ? <Skeleton lines={6} /> : null}
      {newest === undefined ? null : (
        <>
          {may(me, projectId, 'manage') ? (
            <Editor
              projectId={projectId}
              versions={versions.data?.items ?? []}
              newest={newest}
              onConflict={() => void versions.refetch()}
            />
          ) : null}
          <Versions items={versions.data?.items ?? []} />
        </>
      )}
    </ProjectFrame>
  );
}

interface EditorProps {
  projectId: string;
  versions: readonly Question[];
  newest: Question;
  onConflict: () => void;
}

const readByQuestion = [
  'listQuestions',
  'getProject',
  'listProjects',
  'getMyProject',
  'listMyProjects',
] as const;

function Editor({ projectId, versions, newest, onConflict }: EditorProps) {
  const t = useT();
  const { base, draft, dirty, setBase, setDraft, startFrom } = useQuestionDraft(newest);
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const publish = useWrite('publishQuestion', readByQuestion);
  const published = useMemo(() => versions.map((version) => version.form), [versions]);
  const server = useMemo(() => faultsByField(publish.error, t), [publish.error, t]);
  const faults = useFaults(draft, server, tries);
  useFocusOnFault(form, tries, publish.error);
  const send = () => {
    const body = sendable(draft);
    if (Object.keys(formFaults(body)).length > 0) {
      setTries(tries + 1);
      return;
    }
    publish.mutate(
      { params: { projectId }, body: { ...body, basedOn: base.version } },
      {
        onSuccess: (version) => {
          startFrom(version);
          setTries(0);
          toast(t('console-projects.published', { version: version.version }));
        },
        onError: onConflict,
      },
    );
  };
  return (
    <div className={builder['builder']}>
      <Card
        title={t('console-projects.edit')}
        aside={<span className="muted">{t('console-projects.based_on', { version: base.version })}</span>}
      >
        <p className="muted">{t('console-projects.question_hint')}</p>
        <Form ref={form} className={styles['form']} noValidate>
          <QuestionFields draft={draft} onDraft={setDraft} faults={faults} published={published} />
          <Changes projectId={projectId} base={base} draft={draft} />
          <PublishControls
            error={publish.error}
            fields={Object.keys(faults).filter(showsItsFault)}
            busy={publish.isPending}
            dirty={dirty}
            basedOn={base.version}
            newest={newest.version}
            label={t('console-projects.publish_question')}
            onPublish={send}
            onKeepMine={() => setBase(newest)}
            onTakeTheirs={() => startFrom(newest)}
          />
        </Form>
      </Card>
      <FormPreview draft={draft} />
    </div>
  );
}

function Versions({ items }: { items: readonly Question[] }) {
  const t = useT();
  const locale = useLocale();
  const columns = useVersionColumns<Question>();
  return (
    <Table<Question>
      caption={t('console-projects.versions')}
      cards
      rows={items}
      rowKey={rowKeyOfVersion}
      columns={[
        columns.version,
        {
          key: 'text',
          header: t('console-projects.question'),
          cell: (row) => <span className={styles['wideCell']}>{row.text[locale]}</span>,
        },
        {
          key: 'scale',
          header: t('console-question.facts'),
          cell: (row) => <FormFacts form={row.form} />,
        },
        columns.when,
      ]}
    />
  );
}
