import type { CallOutput } from '@pairwright/contract/client';
import type { ExclusionScope } from '@pairwright/contract/exclusions';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { RadioGroup, Select, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { QuestionedGold } from './QuestionedGold.tsx';
import { WhatTheySay } from './WhatTheySay.tsx';

interface Draft {
  annotatorId: string;
  kind: ExclusionScope['kind'];
  /** As the field has it: a local time without a zone. */
  from: string;
  batchId: string;
  reason: string;
}

const empty: Draft = { annotatorId: '', kind: 'all', from: '', batchId: '', reason: '' };

function scopeOf({ kind, from, batchId }: Draft): ExclusionScope | null {
  if (kind === 'all') return { kind };
  if (kind === 'batch') return batchId === '' ? null : { kind, batchId };
  return from === '' ? null : { kind, from: new Date(from).toISOString() };
}

/** Chooses whom and what to exclude, says what that would change, and only then does it. */
export function ExcludeForm({ projectId }: { projectId: string }) {
  const t = useT();
  const params = { projectId };
  const choices = useQuery({ ...read('listExclusionChoices', { params }), refetchOnMount: 'always' });
  const { data } = choices;
  if (data === undefined)
    return choices.error === null ? null : (
      <ProblemState error={choices.error} onRetry={() => void choices.refetch()} />
    );
  if (data.annotators.length === 0) return <p className="muted">{t('console-exclude.nobody')}</p>;
  return <Chosen params={params} choices={data} />;
}

function Chosen({ params, choices }: { params: { projectId: string }; choices: ChoicesProps['choices'] }) {
  const t = useT();
  const { draft, tried, body, preview, create, change, exclude } = useExcluding(params);
  return (
    <Form
      className={styles['form']}
      noValidate
      onSubmit={() => (preview.data === undefined ? undefined : exclude())}
    >
      <Choices projectId={params.projectId} choices={choices} draft={draft} onChange={change} />
      <div>
        <Button
          busy={preview.isPending}
          disabledReason={body === null ? t('console-exclude.choose_first') : null}
          onClick={() => (body === null ? undefined : preview.mutate({ params, body }))}
        >
          {t('console-exclude.preview')}
        </Button>
      </div>
      <Would projectId={params.projectId} found={preview.data} />
      {preview.data === undefined ? null : (
        <Really
          reason={draft.reason}
          tried={tried}
          busy={create.isPending}
          onReason={(reason) => change({ reason })}
        />
      )}
      <FormProblem error={preview.error ?? create.error} fields={[]} safe={t('console-exclude.unchanged')} />
    </Form>
  );
}

/** What is chosen, what it would change, and doing it. */
function useExcluding(params: { projectId: string }) {
  const t = useT();
  const [draft, setDraft] = useState(empty);
  const [tried, setTried] = useState(false);
  const preview = useWrite('previewExclusion');
  const create = useWrite('createExclusion', ['listExclusions', 'getProject', 'listComparisons']);
  const scope = scopeOf(draft);
  const body = draft.annotatorId === '' || scope === null ? null : { annotatorId: draft.annotatorId, scope };
  // What is previewed is what is done: another choice asks for another preview.
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part });
    if (!('reason' in part)) preview.reset();
  };
  const exclude = () => {
    setTried(true);
    if (body === null || draft.reason.trim() === '' || create.isPending) return;
    create.mutate(
      { params, body: { ...body, reason: draft.reason } },
      {
        onSuccess: ({ effect }) => {
          toast(t('console-exclude.effect', effect));
          setDraft(empty);
          setTried(false);
          preview.reset();
        },
      },
    );
  };
  return { draft, tried, body, preview, create, change, exclude };
}

interface ChoicesProps {
  projectId: string;
  choices: CallOutput<'listExclusionChoices'>;
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

function Choices({ projectId, choices: data, draft, onChange }: ChoicesProps) {
  const t = useT();
  return (
    <>
      <Select
        label={t('console-exclude.annotator')}
        value={draft.annotatorId}
        options={[
          { value: '', label: t('console-exclude.choose') },
          ...data.annotators.map(({ userId, name, judgments }) => ({
            value: userId,
            label: t('console-exclude.annotator_with', { name, judgments }),
          })),
        ]}
        onChange={(annotatorId) => onChange({ annotatorId })}
      />
      {draft.annotatorId === '' ? null : (
        <section aria-label={t('console-replies.title')}>
          <h3>{t('console-replies.title')}</h3>
          <WhatTheySay projectId={projectId} annotatorId={draft.annotatorId} />
        </section>
      )}
      <RadioGroup
        label={t('console-exclude.scope')}
        value={draft.kind}
        onChange={(kind) => onChange({ kind })}
        options={(['all', 'from', 'batch'] as const).map((value) => ({
          value,
          label: t(`console-exclude.scope_${value}`),
        }))}
      />
      {draft.kind === 'from' ? (
        <TextField
          label={t('console-exclude.from')}
          type="datetime-local"
          value={draft.from}
          onChange={(event) => onChange({ from: event.target.value })}
        />
      ) : null}
      {draft.kind === 'batch' ? (
        <Select
          label={t('console-exclude.batch')}
          value={draft.batchId}
          options={[
            { value: '', label: t('console-exclude.choose') },
            ...data.batches.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(batchId) => onChange({ batchId })}
        />
      ) : null}
    </>
  );
}

/** What the exclusion would change. */
function Would({
  projectId,
  found,
}: {
  projectId: string;
  found: CallOutput<'previewExclusion'> | undefined;
}) {
  const t = useT();
  const { judgments = 0, leases = 0, reopened = 0 } = found ?? {};
  return (
    <div role="status">
      {found === undefined ? null : (
        <p>
          {t('console-exclude.would', { judgments, leases, reopened })}{' '}
          {found.flipped === null
            ? t('console-exclude.would_flip_unknown')
            : t('console-exclude.would_flip', { flipped: found.flipped })}
        </p>
      )}
      <QuestionedGold projectId={projectId} gold={found?.gold ?? []} />
    </div>
  );
}

interface ReallyProps {
  reason: string;
  tried: boolean;
  busy: boolean;
  onReason: (reason: string) => void;
}

function Really({ reason, tried, busy, onReason }: ReallyProps) {
  const t = useT();
  return (
    <>
      <TextField
        label={t('console-exclude.reason')}
        value={reason}
        maxLength={4000}
        error={tried && reason.trim() === '' ? t('console.required') : null}
        onChange={(event) => onReason(event.target.value)}
      />
      <div>
        <Button type="submit" variant="danger" busy={busy}>
          {t('console-exclude.exclude')}
        </Button>
      </div>
    </>
  );
}
