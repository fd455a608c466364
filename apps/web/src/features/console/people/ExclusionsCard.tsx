import type { Exclusion } from '@pairwright/contract/exclusions';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { toast } from '../../../ui/toast.ts';
import { FormProblem } from '../shared/FormProblem.tsx';
import { JobFailure } from '../shared/JobFailure.tsx';
import { ExcludeForm } from './ExcludeForm.tsx';
import { QuestionedGold } from './QuestionedGold.tsx';

/** Whose judgments are set aside, what that changed, and setting aside and taking in again. */
export function ExclusionsCard({ projectId }: { projectId: string }) {
  const t = useT();
  const [ending, setEnding] = useState<Exclusion | null>(null);
  const list = useInfiniteQuery({
    ...readPages('listExclusions', { params: { projectId }, query: {} }),
    refetchOnMount: 'always',
    // Large ones go on in the background.
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isUnderWay)) === true ? 2_000 : false,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t('console-exclude.title')}>
      <p className="muted">{t('console-exclude.why')}</p>
      <ExcludeForm projectId={projectId} />
      {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? <Skeleton lines={2} /> : null}
      {rows.map((row) => (
        <One key={row.id} projectId={projectId} exclusion={row} onEnd={() => setEnding(row)} />
      ))}
      {rows.length === 0 ? null : (
        <LoadMore label={t('console-exclude.list')} shown={rows.length} list={list} />
      )}
      {ending === null ? null : (
        <EndDialog projectId={projectId} exclusion={ending} onClose={() => setEnding(null)} />
      )}
    </Card>
  );
}

function isUnderWay({ state, error }: Exclusion): boolean {
  return error === null && (state === 'applying' || state === 'ending');
}

interface OneProps {
  readonly projectId: string;
  readonly exclusion: Exclusion;
  readonly onEnd: () => void;
}

interface Resume {
  readonly now: () => void;
  readonly busy: boolean;
  readonly error: Error | null;
}

/** Kept where it outlives what it takes away: the reason that it stopped. */
function useResume({ projectId, exclusion }: Omit<OneProps, 'onEnd'>): Resume {
  const t = useT();
  const { mutate, isPending, error } = useWrite('resumeExclusion', [
    'listExclusions',
    'getProject',
    'listComparisons',
  ]);
  const params = { projectId, exclusionId: exclusion.id };
  return {
    now: () => mutate({ params }, { onSuccess: () => toast(t('console-exclude.resumed')) }),
    busy: isPending,
    error,
  };
}

function One({ projectId, exclusion, onEnd }: OneProps) {
  const t = useT();
  const resume = useResume({ projectId, exclusion });
  const formats = useFormats();
  const { annotator, scope, state, effect, endEffect, endedBecause } = exclusion;
  const covers =
    scope.kind === 'from'
      ? t('console-exclude.covers_from', { when: formats.dateTime(scope.from) })
      : scope.kind === 'batch'
        ? t('console-exclude.covers_batch', { batch: exclusion.batch ?? '' })
        : t('console-exclude.covers_all');
  return (
    <section>
      <h3 className="row">
        <bdi dir="auto">{annotator}</bdi>
        <Badge tone={state === 'applied' ? 'warn' : 'neutral'}>{t(`console-exclude.state_${state}`)}</Badge>
      </h3>
      <p>
        {covers} <bdi dir="auto">{exclusion.reason}</bdi>
      </p>
      <p className="muted">
        {t('console-exclude.by', {
          author: exclusion.createdBy,
          when: formats.dateTime(exclusion.createdAt),
        })}{' '}
        {t('console-exclude.effect', effect)}
      </p>
      <QuestionedGold projectId={projectId} gold={exclusion.gold} />
      {endedBecause === null ? null : (
        <p className="muted">
          {t('console-exclude.ended', { author: exclusion.endedBy ?? '', because: endedBecause })}{' '}
          {t('console-exclude.end_effect', endEffect)}
        </p>
      )}
      {exclusion.error === null ? null : <Stopped exclusion={exclusion} resume={resume} />}
      {state === 'applied' ? (
        <Button
          size="small"
          aria-label={t('console-exclude.include_named', { name: annotator })}
          onClick={onEnd}
        >
          {t('console-exclude.include')}
        </Button>
      ) : null}
    </section>
  );
}

/** Why it stopped half-way, and going on. */
function Stopped({ exclusion, resume }: { exclusion: Exclusion; resume: Resume }) {
  const t = useT();
  return (
    <JobFailure title={t('console-exclude.stopped')} error={exclusion.error}>
      <Button
        size="small"
        busy={resume.busy}
        aria-label={t('console-exclude.resume_named', { name: exclusion.annotator })}
        onClick={resume.now}
      >
        {t('console-exclude.resume')}
      </Button>
      <FormProblem error={resume.error} fields={[]} safe={t('console-exclude.unchanged')} />
    </JobFailure>
  );
}

function EndDialog({
  projectId,
  exclusion,
  onClose,
}: {
  projectId: string;
  exclusion: Exclusion;
  onClose: () => void;
}) {
  const t = useT();
  const [because, setBecause] = useState('');
  const [tried, setTried] = useState(false);
  const end = useWrite('endExclusion', ['listExclusions', 'getProject', 'listComparisons']);
  return (
    <ConfirmDialog
      title={t('console-exclude.include_named', { name: exclusion.annotator })}
      confirm={t('console-exclude.include')}
      busy={end.isPending}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (because.trim() === '') return;
        end.mutate(
          { params: { projectId, exclusionId: exclusion.id }, body: { because } },
          {
            onSuccess: ({ endEffect }) => {
              toast(t('console-exclude.end_effect', endEffect));
              onClose();
            },
          },
        );
      }}
    >
      <p>{t('console-exclude.include_what')}</p>
      <TextField
        label={t('console-exclude.because')}
        value={because}
        maxLength={4000}
        error={tried && because.trim() === '' ? t('console.required') : null}
        onChange={(event) => setBecause(event.target.value)}
      />
      <FormProblem error={end.error} fields={[]} safe={t('console-exclude.unchanged')} />
    </ConfirmDialog>
  );
}
