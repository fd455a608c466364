import type { Question } from '@pairwright/contract/projects';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Card } from '../../../ui/Card.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { FormFacts } from './form/FormFacts.tsx';
import { PublishControls } from './PublishControls.tsx';
import { QuestionFields } from './QuestionFields.tsx';
import { useQuestionDraft } from './use-question-draft.ts';

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
        <div className={styles['steps']}>
          {may(me, projectId, 'manage') ? (
            <Editor projectId={projectId} newest={newest} onConflict={() => void versions.refetch()} />
          ) : null}
          <Versions items={versions.data?.items ?? []} />
        </div>
      )}
    </ProjectFrame>
  );
}

const fields = ['text.en', 'text.zh-CN', 'scale.points', 'scale.allowTie'];

interface EditorProps {
  projectId: string;
  newest: Question;
  onConflict: () => void;
}

function Editor({ projectId, newest, onConflict }: EditorProps) {
  const t = useT();
  const { base, draft, dirty, setBase, setDraft, startFrom } = useQuestionDraft(newest);
  const [tried, setTried] = useState(false);
  const publish = useWrite('publishQuestion', [
    'listQuestions',
    'getProject',
    'listProjects',
    'getMyProject',
    'listMyProjects',
  ]);
  const send = () => {
    setTried(true);
    if (draft.text.en.trim() === '' || draft.text['zh-CN'].trim() === '') return;
    publish.mutate(
      { params: { projectId }, body: { ...draft, basedOn: base.version } },
      {
        onSuccess: (version) => {
          startFrom(version);
          toast(t('console-projects.published', { version: version.version }));
        },
        onError: onConflict,
      },
    );
  };
  return (
    <Card
      title={t('console-projects.edit')}
      aside={<span className="muted">{t('console-projects.based_on', { version: base.version })}</span>}
    >
      <p className="muted">{t('console-projects.question_hint')}</p>
      <form className={styles['form']} noValidate onSubmit={(event) => event.preventDefault()}>
        <QuestionFields
          draft={draft}
          onDraft={setDraft}
          faults={faultsByField(publish.error, t)}
          tried={tried}
        />
        <PublishControls
          error={publish.error}
          fields={fields}
          busy={publish.isPending}
          dirty={dirty}
          basedOn={base.version}
          newest={newest.version}
          label={t('console-projects.publish_question')}
          onPublish={send}
          onKeepMine={() => setBase(newest)}
          onTakeTheirs={() => startFrom(newest)}
        />
      </form>
    </Card>
  );
}

function Versions({ items }: { items: readonly Question[] }) {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  return (
    <Table<Question>
      caption={t('console-projects.versions')}
      rows={items}
      rowKey={(row) => String(row.version)}
      columns={[
        {
          key: 'version',
          header: t('console-projects.col_version'),
          rowHeader: true,
          cell: (row) => t('console-projects.version', { version: row.version }),
        },
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
        {
          key: 'when',
          header: t('console-projects.col_when'),
          cell: (row) => formats.dateTime(row.createdAt),
        },
      ]}
    />
  );
}
