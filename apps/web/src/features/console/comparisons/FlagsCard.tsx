import type { ListedFlag, RaisedFlag } from '@pairwright/contract/flags';
import { useState } from 'react';
import { Link } from 'wouter';
import { useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { type Translate, useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextArea } from '../../../ui/Field.tsx';
import { type Column, Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { Name } from '../shared/Name.tsx';
import { flagReasonWords } from './flag-words.ts';

type Flag = RaisedFlag & Partial<Pick<ListedFlag, 'comparisonId' | 'promptExcerpt'>>;

interface Props {
  projectId: string;
  flags: readonly Flag[];
}

/** What annotators reported, and what came of it; reviewers settle it here. */
export function FlagsCard({ projectId, flags }: Props) {
  const t = useT();
  const reviews = may(useMe(), projectId, 'review');
  const [settling, setSettling] = useState<Flag | null>(null);
  const columns = useColumns();
  const isListed = flags.some(({ comparisonId }) => comparisonId !== undefined);
  const [reason, ...rest] = columns;
  return (
    <>
      <Table<Flag>
        caption={t('console-projects.flags')}
        cards
        rows={flags}
        rowKey={(row) => row.id}
        columns={[
          reason,
          ...(isListed ? [promptColumn(projectId, t)] : []),
          ...rest,
          ...(reviews ? [settleColumn(setSettling, t)] : []),
        ]}
      />
      {settling === null ? null : (
        <SettleDialog projectId={projectId} flag={settling} onClose={() => setSettling(null)} />
      )}
    </>
  );
}

function useColumns(): [Column<Flag>, ...Column<Flag>[]] {
  const t = useT();
  const formats = useFormats();
  return [
    {
      key: 'reason',
      header: t('console-projects.col_reason'),
      rowHeader: true,
      cell: (row) => flagReasonWords(row.reason, t),
    },
    {
      key: 'note',
      header: t('console-projects.col_note'),
      cell: (row) => <bdi dir="auto">{row.note ?? '–'}</bdi>,
    },
    {
      key: 'who',
      header: t('console-projects.col_annotator'),
      cell: (row) => <Name text={row.annotator} id={row.annotatorId} />,
    },
    {
      key: 'when',
      header: t('console-projects.col_judged'),
      cell: (row) => formats.dateTime(row.createdAt),
    },
    { key: 'state', header: t('console-projects.flag_state'), cell: (row) => <Settled flag={row} /> },
  ];
}

function promptColumn(projectId: string, t: Translate): Column<Flag> {
  return {
    key: 'prompt',
    header: t('console-projects.col_prompt'),
    cell: (row) => (
      <Link href={paths.comparison(projectId, row.comparisonId ?? '')} className={styles['wideCell']}>
        <bdi dir="auto">{row.promptExcerpt}</bdi>
      </Link>
    ),
  };
}

function settleColumn(onSettle: (flag: Flag) => void, t: Translate): Column<Flag> {
  return {
    key: 'settle',
    header: t('console-projects.flag_settle'),
    actions: true,
    cell: (row) =>
      row.state === 'withdrawn' ? null : (
        <Button
          size="small"
          aria-label={t('console-projects.flag_settle_named', {
            reason: flagReasonWords(row.reason, t),
            annotator: row.annotator,
          })}
          onClick={() => onSettle(row)}
        >
          {t('console-projects.flag_settle')}
        </Button>
      ),
  };
}

/** What came of a flag, by whom, when and why. */
function Settled({ flag: { state, counts, settledBy, settledAt, settledNote } }: { flag: Flag }) {
  const t = useT();
  const formats = useFormats();
  return (
    <div>
      <Badge>{t(`console-projects.flag_state_${state}`)}</Badge>
      {counts || state === 'dismissed' || state === 'withdrawn' ? null : (
        <p className="muted">{t('console-projects.flag_excluded')}</p>
      )}
      {settledAt === null ? null : (
        <p className="muted">
          <bdi dir="auto">{settledBy ?? '–'}</bdi> · {formats.dateTime(settledAt)}
        </p>
      )}
      {settledNote === null ? null : (
        <p>
          <bdi dir="auto">{settledNote}</bdi>
        </p>
      )}
    </div>
  );
}

function SettleDialog({ projectId, flag, onClose }: { projectId: string; flag: Flag; onClose: () => void }) {
  const t = useT();
  const [note, setNote] = useState(flag.settledNote ?? '');
  const settle = useWrite('settleFlag', ['getComparison', 'listFlags', 'listComparisons', 'getDashboard']);
  const say = (state: 'open' | 'valid' | 'dismissed') => {
    if (settle.isPending) return;
    settle.mutate(
      {
        params: { projectId, flagId: flag.id },
        body: { state, ...(note.trim() === '' ? {} : { note: note.trim() }) },
      },
      {
        onSuccess: () => {
          toast(t(`console-projects.flag_now_${state}`));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      title={t('console-projects.flag_settle_title')}
      onClose={onClose}
      footer={
        <>
          {flag.state === 'open' ? null : (
            <Button onClick={() => say('open')}>{t('console-projects.flag_reopen')}</Button>
          )}
          <Button onClick={() => say('dismissed')}>{t('console-projects.flag_dismiss')}</Button>
          <Button variant="primary" busy={settle.isPending} onClick={() => say('valid')}>
            {t('console-projects.flag_uphold')}
          </Button>
        </>
      }
    >
      <p>
        {flagReasonWords(flag.reason, t)}
        {flag.note === null ? null : (
          <>
            {': '}
            <bdi dir="auto">{flag.note}</bdi>
          </>
        )}
      </p>
      <p className="muted">{t('console-projects.flag_settle_why')}</p>
      <TextArea
        label={t('console-projects.flag_settle_note')}
        rows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <FormProblem error={settle.error} />
    </Dialog>
  );
}
