import type { CallOutput } from '@pairwright/contract/client';
import type { ExclusionScope } from '@pairwright/contract/exclusions';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { Choices, type ChoicesProps, type Draft, type Search } from './ExcludeChoices.tsx';
import { QuestionedGold } from './QuestionedGold.tsx';

const empty: Draft = { annotatorId: '', kind: 'all', from: '', batchId: '', reason: '' };

function scopeOf({ kind, from, batchId }: Draft): ExclusionScope | null {
  if (kind === 'all') return { kind };
  if (kind === 'batch') return batchId === '' ? null : { kind, batchId };
  return from === '' ? null : { kind, from: new Date(from).toISOString() };
}

/**
 * Chooses whom and what to exclude, says what that would change, and only then does it. Whoever `exclude` in the address names is
 * chosen already.
 */
export function ExcludeForm({ projectId }: { projectId: string }) {
  const t = useT();
  const params = { projectId };
  const [address] = useSearchParams();
  const named = address.get('exclude') ?? '';
  const [annotatorId, setAnnotatorId] = useState(named);
  const [search, setSearch] = useState<Search>({ annotator: '', batch: '' });
  const query = {
    ...(search.annotator === '' ? {} : { annotator: search.annotator }),
    ...(search.batch === '' ? {} : { batch: search.batch }),
    ...(annotatorId === '' ? {} : { annotatorId }),
  };
  const choices = useQuery({
    ...read('listExclusionChoices', { params, query }),
    refetchOnMount: 'always',
    placeholderData: keepPreviousData,
  });
  const { data } = choices;
  if (data === undefined)
    return choices.error === null ? null : (
      <ProblemState error={choices.error} onRetry={() => void choices.refetch()} />
    );
  if (data.annotators.length === 0 && search.annotator === '')
    return <p className="muted">{t('console-exclude.nobody')}</p>;
  return (
    <Chosen
      key={named}
      params={params}
      named={named}
      choices={data}
      search={search}
      onSearch={(part) => setSearch({ ...search, ...part })}
      onAnnotator={setAnnotatorId}
    />
  );
}

interface ChosenProps extends Pick<ChoicesProps, 'choices' | 'search' | 'onSearch'> {
  params: { projectId: string };
  /** Whom the address names; empty: nobody. */
  named: string;
  onAnnotator: (annotatorId: string) => void;
}

function Chosen({ params, named, onAnnotator, ...given }: ChosenProps) {
  const t = useT();
  const { draft, tried, body, preview, create, change, exclude } = useExcluding(params, named);
  const form = useRef<HTMLDivElement>(null);
  // Whoever comes for one person comes for this form, which is below others.
  useEffect(() => {
    if (named !== '') form.current?.querySelector('select')?.focus();
  }, [named]);
  return (
    <div ref={form}>
      <Form
        className={styles['form']}
        noValidate
        onSubmit={() => (preview.data === undefined ? undefined : exclude())}
      >
        <Choices
          {...given}
          projectId={params.projectId}
          draft={draft}
          onChange={(part) => {
            if (part.annotatorId !== undefined) onAnnotator(part.annotatorId);
            change(part);
          }}
        />
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
        <FormProblem
          error={preview.error ?? create.error}
          fields={[]}
          safe={t('console-exclude.unchanged')}
        />
      </Form>
    </div>
  );
}

/** What is chosen, what it would change, and doing it. */
function useExcluding(params: { projectId: string }, named: string) {
  const t = useT();
  const [draft, setDraft] = useState<Draft>({ ...empty, annotatorId: named });
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
