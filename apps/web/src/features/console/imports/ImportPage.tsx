import type { ImportJob } from '@pairwright/contract/imports';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment, useEffect, useRef, useState } from 'react';
import { api } from '../../../api/client.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Card } from '../../../ui/Card.tsx';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { announce } from '../../../ui/live-region.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { useLive } from '../shared/use-live.ts';
import { FaultsCard } from './FaultsCard.tsx';
import { FindingsCard } from './FindingsCard.tsx';
import { ImportStateBadge, stateKey } from './ImportStateBadge.tsx';
import { ImportKeys } from './keys/ImportKeys.tsx';
import { OutcomeCard } from './OutcomeCard.tsx';
import { canBegin, draftOf, isAtWork } from './plan.ts';
import type { PlanDraft } from './plan.ts';
import { BegunPlan, PlanCard } from './PlanCard.tsx';
import { offeredProvenance, type Treatment } from './TreatmentFields.tsx';
import { PreviewCard } from './reading/PreviewCard.tsx';
import { ReadingCard } from './reading/ReadingCard.tsx';
import { useReading } from './reading/use-reading.ts';
import { FetchCard } from './sources/FetchCard.tsx';

export default function ImportPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const importId = params['importId'] ?? '';
  const input = { params: { projectId, importId } };
  const query = read('getImport', input);
  const job = useQuery({ ...query, refetchOnMount: 'always' });
  const client = useQueryClient();
  useLive<ImportJob>(job.data !== undefined && isAtWork(job.data), {
    queryKey: query.queryKey,
    url: api.url('watchImport', input),
    ask: () => api.call('getImport', input),
    isAtWork,
    onEnd: () => {
      for (const name of [
        'listRejects',
        'listImports',
        'getProject',
        'getDashboard',
        'listModels',
        'listComparisons',
      ]) {
        void client.invalidateQueries({ queryKey: [name] });
      }
    },
  });
  useStateAnnouncements(job.data);
  return (
    <ProjectFrame
      projectId={projectId}
      title={t('console-imports.one_title')}
      aside={job.data === undefined ? null : <ImportStateBadge job={job.data} />}
    >
      {job.error === null ? null : <ProblemState error={job.error} onRetry={() => void job.refetch()} />}
      {job.isPending ? <Skeleton lines={6} /> : null}
      {job.data === undefined ? null : <Steps job={job.data} />}
    </ProjectFrame>
  );
}

function Steps({ job }: { job: ImportJob }) {
  const t = useT();
  const [draft, setDraft] = useState<PlanDraft>(() => draftOf(job.pairing));
  const file = (
    <Card title={t('console-imports.file_title')}>
      <FileFacts job={job} />
    </Card>
  );
  // A file that the server fetches, or could not: there is nothing to say about its rows.
  if (job.source !== null && job.sizeBytes === null)
    return (
      <div className={styles['steps']}>
        {file}
        <FetchCard job={job} />
      </div>
    );
  return (
    <div className={styles['steps']}>
      {file}
      {canBegin(job) ? <Readied job={job} draft={draft} onDraft={setDraft} /> : <BegunPlan job={job} />}
      <OutcomeCard job={job} />
      <FindingsCard job={job} />
      <FaultsCard job={job} />
    </div>
  );
}

/** What can be said before a check or a run: how the file is read, and how its responses become comparisons. */
function Readied({
  job,
  draft,
  onDraft,
}: {
  job: ImportJob;
  draft: PlanDraft;
  onDraft: (draft: PlanDraft) => void;
}) {
  const t = useT();
  const desk = useReading(job);
  const [at, setAt] = useState(0);
  const [treatment, setTreatment] = useState<Treatment>({
    personalData: job.personalData,
    languages: job.languages,
    ratingVotes: job.ratingVotes,
    provenance: null,
  });
  const plan = useRef<HTMLFormElement>(null);
  return (
    <>
      <ReadingCard desk={desk} />
      <PreviewCard desk={desk} languages={treatment.languages} at={at} onAt={setAt} />
      <PlanCard
        job={job}
        reading={desk.reading}
        draft={draft}
        onDraft={onDraft}
        formRef={plan}
        treatment={treatment}
        provenance={offeredProvenance(job.provenance, desk.file?.folder?.provenance)}
        onTreatment={setTreatment}
        keys={
          <ImportKeys
            projectId={job.projectId}
            rows={desk.preview?.preview ?? []}
            at={at}
            onAt={setAt}
            onNext={() =>
              desk.reading === null
                ? toast(t('console-imports.reading_first'))
                : plan.current?.requestSubmit()
            }
          />
        }
      />
    </>
  );
}

function FileFacts({ job }: { job: ImportJob }) {
  const t = useT();
  const formats = useFormats();
  return (
    <dl className={styles['facts']}>
      <dt>{t('console-imports.col_file')}</dt>
      <dd>
        <bdi>{job.filename}</bdi>
      </dd>
      {job.source === null ? null : (
        <>
          <dt>{t('console-fetch.came_from')}</dt>
          <dd>
            <bdi className={styles['mono']} translate="no">
              {job.source.address}
            </bdi>{' '}
            {job.source.more === 0 ? null : t('console-fetch.and_more', { count: job.source.more })}
          </dd>
        </>
      )}
      {job.sizeBytes === null ? null : (
        <>
          <dt>{t('console-imports.size')}</dt>
          <dd>{formats.bytes(job.sizeBytes)}</dd>
        </>
      )}
      <dt>{t(job.source === null ? 'console-imports.uploaded_at' : 'console-fetch.asked_at')}</dt>
      <dd>{formats.dateTime(job.createdAt)}</dd>
      {job.reading === null || job.reading.by === 'recognised' ? null : (
        <>
          <dt>{t('console-imports.read_as')}</dt>
          <dd translate={job.reading.by === 'format' ? 'no' : undefined}>
            {job.reading.by === 'format' ? job.reading.format : t('console-imports.as_columns')}
          </dd>
        </>
      )}
      <ProvenanceFacts job={job} />
      {job.sha256 === null ? null : (
        <>
          <dt translate="no">{t('console.sha256')}</dt>
          <dd className="row">
            <span className={styles['mono']}>{job.sha256}</span>
            <CopyButton text={job.sha256} label={t('console.copy_sha256')} />
          </dd>
        </>
      )}
    </dl>
  );
}

/** What was said of rows that do not say it themselves. */
function ProvenanceFacts({ job }: { job: ImportJob }) {
  const t = useT();
  return (['source', 'licence'] as const).map((field) => {
    const value = job.provenance?.[field] ?? null;
    return value === null || canBegin(job) ? null : (
      <Fragment key={field}>
        <dt>{t(`console-imports.of_rows_${field}`)}</dt>
        <dd>
          <bdi>{value}</bdi>
        </dd>
      </Fragment>
    );
  });
}

/** Says a change of state to screen readers: the page changes by itself. */
function useStateAnnouncements(job: ImportJob | undefined): void {
  const t = useT();
  const state = job?.state;
  const key = job === undefined ? null : stateKey(job);
  const before = useRef(state);
  useEffect(() => {
    if (key !== null && before.current !== undefined && before.current !== state) announce(t(key));
    before.current = state;
  }, [state, key, t]);
}
