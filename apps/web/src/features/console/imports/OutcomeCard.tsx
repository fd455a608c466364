import type { ImportJob } from '@pairwright/contract/imports';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button, buttonClass } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import styles from '../shared/console.module.css';
import { Figures } from '../shared/Figures.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';
import { JobProgress } from '../shared/JobProgress.tsx';
import { JobFailure } from '../shared/JobFailure.tsx';
import { WaitingForWorker } from '../shared/WaitingForWorker.tsx';
import { DetectedLanguages } from './DetectedLanguages.tsx';
import { isAtWork } from './plan.ts';
import { stoppedWords } from './stopped-words.ts';

/** What is going on with the file, or what came of it. */
export function OutcomeCard({ job }: { job: ImportJob }) {
  const t = useT();
  if (job.state === 'uploaded') return null;
  const titles: Partial<Record<ImportJob['state'], MessageKey>> = {
    checked: 'console-imports.check_result',
    succeeded: 'console-imports.run_result',
    failed: 'console-imports.failed_title',
    cancelled: 'console-imports.cancelled_title',
  };
  return (
    <Card title={t(titles[job.state] ?? 'console-imports.progress_title')}>
      {isAtWork(job) ? <Working job={job} /> : <Result job={job} />}
    </Card>
  );
}

function Working({ job }: { job: ImportJob }) {
  const t = useT();
  const client = useQueryClient();
  const cancel = useWrite('cancelImport');
  const params = { projectId: job.projectId, importId: job.id };
  return (
    <>
      <JobProgress
        label={t(`console-imports.state_${job.state}`)}
        progress={job.progress}
        amounts={[t('console-imports.rows', { count: job.lines })]}
      />
      {job.state === 'queued' || (job.state === 'checking' && job.progress === null) ? (
        <WaitingForWorker />
      ) : null}
      <Counts job={job} />
      <FormProblem error={cancel.error} />
      <div className={styles['actions']}>
        <Button
          busy={cancel.isPending}
          onClick={() =>
            cancel.mutate(
              { params },
              {
                onSuccess: (next) => client.setQueryData(read('getImport', { params }).queryKey, next),
                onError: () => void client.invalidateQueries({ queryKey: ['getImport'] }),
              },
            )
          }
        >
          {t('console-imports.cancel')}
        </Button>
        <span className="muted">
          {t(job.state === 'running' ? 'console-imports.cancel_keeps' : 'console-imports.leave_page')}
        </span>
      </div>
    </>
  );
}

function Result({ job }: { job: ImportJob }) {
  const t = useT();
  const locale = useLocale();
  return (
    <>
      {job.state === 'checked' ? (
        <p>
          <strong>{t('console-imports.would_add', { count: job.comparisonsPlanned ?? 0 })}</strong>
        </p>
      ) : null}
      {job.state === 'succeeded' ? (
        <p>
          <strong>{t('console-imports.has_added', { count: job.comparisonsAdded })}</strong>
        </p>
      ) : null}
      {job.state === 'checked' && job.comparisonsPlanned === 0 ? (
        <p>{t('console-imports.would_add_none')}</p>
      ) : null}
      {job.state === 'failed' ? (
        <JobFailure
          title={t(job.phase === 'check' ? 'console-imports.check_failed' : 'console-imports.failed')}
          error={job.error}
          said={job.error === null ? null : stoppedWords(job.error, locale, t)}
        >
          <p className="muted">
            {t(job.phase === 'check' ? 'console-imports.check_failed_safe' : 'console-imports.failed_safe')}
          </p>
        </JobFailure>
      ) : null}
      {job.state === 'cancelled' ? (
        <p>{t(job.phase === 'run' ? 'console-imports.cancelled' : 'console-imports.cancelled_before_run')}</p>
      ) : null}
      <Counts job={job} />
      <DetectedLanguages job={job} />
      <Notes job={job} />
      {job.state === 'succeeded' || job.state === 'cancelled' ? (
        <div className={styles['actions']}>
          <Link href={paths.comparisons(job.projectId)} className={buttonClass('primary')}>
            {t('console-imports.see_comparisons')}
          </Link>
          <Link href={paths.imports(job.projectId)} className={buttonClass()}>
            {t('console-imports.another')}
          </Link>
        </div>
      ) : null}
    </>
  );
}

function Counts({ job }: { job: ImportJob }) {
  const t = useT();
  const formats = useFormats();
  const dry = job.phase === 'check';
  const items = [
    { label: t('console-imports.rows_accepted'), value: formats.number(job.rowsAccepted) },
    { label: t('console-imports.rows_rejected'), value: formats.number(job.rowsRejected) },
    {
      label: t('console-imports.rows_duplicate'),
      value: formats.number(job.rowsDuplicate),
      hint: t('console-imports.rows_duplicate_hint'),
    },
    {
      label: t('console-imports.identical'),
      value: formats.number(job.comparisonsIdentical),
      hint: t('console-imports.identical_hint'),
    },
  ];
  const added = [
    {
      label: t(dry ? 'console-imports.prompts_new' : 'console-imports.prompts_added'),
      value: formats.number(job.promptsAdded),
    },
    {
      label: t(dry ? 'console-imports.responses_new' : 'console-imports.responses_added'),
      value: formats.number(job.responsesAdded),
    },
    {
      label: t(dry ? 'console-imports.comparisons_new' : 'console-imports.comparisons_added'),
      value: formats.number(job.comparisonsAdded),
    },
    ...(job.votesAdded > 0
      ? [
          {
            label: t(dry ? 'console-imports.votes_new' : 'console-imports.votes_added'),
            value: formats.number(job.votesAdded),
            hint: t('console-imports.votes_hint'),
          },
        ]
      : []),
  ];
  return (
    <>
      <Figures items={items} />
      <Figures items={added} />
    </>
  );
}

const noteKeys: Readonly<Record<string, MessageKey>> = {
  empty_response: 'console-imports.note_empty_response',
  extra_keys: 'console-imports.note_extra_keys',
  model_unnamed: 'console-imports.note_model_unnamed',
  details_kept: 'console-imports.note_details_kept',
  texts_joined: 'console-imports.note_texts_joined',
  groups_split: 'console-imports.note_groups_split',
  comparisons_unfit: 'console-imports.note_comparisons_unfit',
  gold_added: 'console-imports.note_gold_added',
  gold_kept: 'console-imports.note_gold_kept',
  gold_practice: 'console-imports.note_gold_practice',
  votes_unfit: 'console-imports.note_votes_unfit',
  votes_partly: 'console-imports.note_votes_partly',
  votes_from_criteria: 'console-imports.note_votes_from_criteria',
  votes_from_ratings: 'console-imports.note_votes_from_ratings',
  votes_not_counted: 'console-imports.note_votes_not_counted',
  votes_not_counted_superseded: 'console-imports.note_votes_not_counted_superseded',
  votes_not_counted_retracted: 'console-imports.note_votes_not_counted_retracted',
  votes_not_counted_retraction: 'console-imports.note_votes_not_counted_retraction',
  votes_not_counted_withdrawn: 'console-imports.note_votes_not_counted_withdrawn',
  votes_not_counted_excluded: 'console-imports.note_votes_not_counted_excluded',
  votes_not_counted_surplus: 'console-imports.note_votes_not_counted_surplus',
  votes_not_counted_repeat: 'console-imports.note_votes_not_counted_repeat',
  votes_not_counted_practice: 'console-imports.note_votes_not_counted_practice',
  votes_not_counted_gold: 'console-imports.note_votes_not_counted_gold',
  votes_not_counted_review: 'console-imports.note_votes_not_counted_review',
  votes_unplanned: 'console-imports.note_votes_unplanned',
  votes_there: 'console-imports.note_votes_there',
  rows_joined: 'console-imports.note_rows_joined',
  files_left_out: 'console-imports.note_files_left_out',
  personal_masked: 'console-imports.note_personal_masked',
  byte_order_mark: 'console-imports.note_byte_order_mark',
};

function Notes({ job }: { job: ImportJob }) {
  const t = useT();
  if (job.notes.length === 0) return null;
  return (
    <ul className={styles['notes']} aria-label={t('console-imports.notes')}>
      {job.notes.map((note) => {
        const key = noteKeys[note.code];
        return (
          <li key={note.code}>
            {key === undefined ? <span lang="en">{note.message}</span> : t(key, { count: note.count })}
          </li>
        );
      })}
    </ul>
  );
}
