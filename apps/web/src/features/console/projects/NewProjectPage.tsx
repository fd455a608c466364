import { templateQuestions } from '@pairwright/domain/templates';
import type { CallInput } from '@pairwright/contract/client';
import type { Project, ProjectTemplate } from '@pairwright/contract/projects';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { useMemo, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useWrite } from '../../../api/queries.ts';
import { localeNames } from '../../../i18n/locales.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Select, TextArea, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { faultsByField } from '../shared/faults.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { CopyProject } from './CopyProject.tsx';
import { sendable } from './form/form-draft.ts';
import { formFaults } from './form/form-faults.ts';
import builder from './form/form.module.css';
import { FormPreview } from './form/FormPreview.tsx';
import { showsItsFault, useFaults, useFocusOnFault } from './form/use-faults.ts';
import { MarkdownField } from './MarkdownField.tsx';
import { wholeIn } from './question-draft.ts';
import { QuestionFields } from './QuestionFields.tsx';
import { TemplatePicker } from './TemplatePicker.tsx';
import type { QuestionDraft } from './question-draft.ts';
import { useDirtyGuard } from './use-dirty-guard.ts';

const fields = ['name', 'description', 'targetJudgments', 'leaseMinutes', 'guidelines'];
const noForms: readonly QuestionForm[] = [];

interface Draft {
  name: string;
  description: string;
  language: Project['language'];
  template: ProjectTemplate;
  target: string;
  lease: string;
  guidelines: string;
}

const newDraft: Draft = {
  name: '',
  description: '',
  language: 'en',
  template: 'pair_7',
  target: '3',
  lease: '30',
  guidelines: '',
};

export default function NewProjectPage() {
  const [search] = useSearchParams();
  const from = search.get('from');
  return from === null ? <FromTemplate /> : <CopyProject from={from} />;
}

function FromTemplate() {
  const t = useT();
  usePageTitle(t('console-projects.new'));
  const [draft, setDraft] = useState(newDraft);
  const [question, setQuestion] = useState<QuestionDraft>(templateQuestions.pair_7);
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const create = useCreate(isTouched(draft, question));
  const faults = useMemo(() => faultsByField(create.error, t), [create.error, t]);
  const server = useMemo(() => below('question.', faults), [faults]);
  const questionFaults = useFaults(question, server, tries);
  useFocusOnFault(form, tries, create.error);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const begin = (template: ProjectTemplate) => {
    change({ template });
    setQuestion(templateQuestions[template]);
  };
  const submit = () => {
    const body = bodyOf(draft, question);
    if (body === null) setTries(tries + 1);
    if (body !== null && !create.isPending) create.send(body);
  };
  return (
    <>
      <h1>{t('console-projects.new')}</h1>
      <div className={builder['builder']}>
        <Form ref={form} className={builder['fields']} noValidate onSubmit={submit}>
          <GeneralCard draft={draft} onChange={change} faults={faults} tried={tries > 0} />
          <Card title={t('console-projects.question')}>
            <TemplatePicker value={draft.template} onChange={begin} />
            <QuestionFields
              draft={question}
              onDraft={setQuestion}
              faults={questionFaults}
              published={noForms}
            />
          </Card>
          <GuidelinesCard draft={draft} onChange={change} faults={faults} />
          <FormProblem
            error={create.error}
            fields={[...fields, ...shownBelow(server)]}
            safe={t('console-projects.form_kept')}
          />
          <div className={styles['actions']}>
            <Button type="submit" variant="primary" busy={create.isPending}>
              {t('console-projects.create')}
            </Button>
            {tries > 0 && bodyOf(draft, question) === null ? (
              <span role="alert">{t('console-projects.see_above')}</span>
            ) : null}
          </div>
        </Form>
        <FormPreview draft={question} />
      </div>
    </>
  );
}

/** Whether anything was entered: choosing another template alone loses nothing. */
function isTouched(draft: Draft, question: QuestionDraft): boolean {
  return (
    JSON.stringify(draft) !== JSON.stringify({ ...newDraft, template: draft.template }) ||
    question !== templateQuestions[draft.template]
  );
}

/** Makes the project and goes to it; what is typed and not made yet is asked about before it is left. */
function useCreate(touched: boolean) {
  const [, navigate] = useLocation();
  const leave = useDirtyGuard(touched);
  const { error, isPending, mutate } = useWrite('createProject', ['listProjects', 'getMe', 'listMyProjects']);
  const send = (body: CallInput<'createProject'>['body']): void =>
    mutate(
      { body },
      {
        onSuccess: (project) => {
          leave();
          navigate(paths.project(project.id));
        },
      },
    );
  return { error, isPending, send };
}

function GuidelinesCard({ draft, onChange, faults }: Omit<GeneralProps, 'tried'>) {
  const t = useT();
  return (
    <Card title={t('console-projects.guidelines')}>
      <MarkdownField
        label={t('console-projects.guidelines_text')}
        hint={t('console-projects.guidelines_default')}
        value={draft.guidelines}
        error={faults['guidelines']}
        onChange={(guidelines) => onChange({ guidelines })}
      />
    </Card>
  );
}

interface GeneralProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  faults: Readonly<Record<string, string>>;
  tried: boolean;
}

function GeneralCard({ draft, onChange, faults, tried }: GeneralProps) {
  const t = useT();
  const badNumber = (text: string, most: number): string | null =>
    wholeIn(text, 1, most) === null ? t('console.number_between', { least: 1, most }) : null;
  return (
    <Card title={t('console-projects.general')}>
      <TextField
        label={t('console-projects.name')}
        maxLength={200}
        required
        value={draft.name}
        error={tried && draft.name.trim() === '' ? t('console.required') : faults['name']}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <TextArea
        label={t('console-projects.description')}
        hint={t('console-projects.description_hint')}
        maxLength={2000}
        value={draft.description}
        error={faults['description']}
        onChange={(event) => onChange({ description: event.target.value })}
      />
      <div className={styles['fields']}>
        <Select
          label={t('console-projects.language')}
          value={draft.language}
          options={[
            { value: 'en', label: localeNames.en },
            { value: 'zh-CN', label: localeNames['zh-CN'] },
            { value: 'mixed', label: t('console-projects.language_mixed') },
          ]}
          onChange={(language) => onChange({ language })}
        />
        <TextField
          label={t('console-projects.target')}
          hint={t('console-projects.target_hint')}
          inputMode="numeric"
          value={draft.target}
          error={badNumber(draft.target, 100) ?? faults['targetJudgments']}
          onChange={(event) => onChange({ target: event.target.value })}
        />
        <TextField
          label={t('console-projects.lease')}
          hint={t('console-projects.lease_hint')}
          inputMode="numeric"
          value={draft.lease}
          error={badNumber(draft.lease, 1440) ?? faults['leaseMinutes']}
          onChange={(event) => onChange({ lease: event.target.value })}
        />
      </div>
    </Card>
  );
}

function bodyOf(draft: Draft, question: QuestionDraft) {
  const targetJudgments = wholeIn(draft.target, 1, 100);
  const leaseMinutes = wholeIn(draft.lease, 1, 1440);
  const { name, description, language, template, guidelines } = draft;
  const asked = sendable(question);
  if (targetJudgments === null || leaseMinutes === null || name.trim() === '') return null;
  if (Object.keys(formFaults(asked)).length > 0) return null;
  // Without words of one's own the template's guidelines stand.
  const own = guidelines.trim() === '' ? {} : { guidelines };
  return { name, description, language, template, targetJudgments, leaseMinutes, question: asked, ...own };
}

/** Faults of the question that stand beside their fields. */
function shownBelow(server: Readonly<Record<string, string>>): string[] {
  return Object.keys(server)
    .filter(showsItsFault)
    .map((path) => `question.${path}`);
}

/** Faults below a path, by the rest of it. */
function below(prefix: string, faults: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(faults).flatMap(([path, text]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), text]] : [],
    ),
  );
}
