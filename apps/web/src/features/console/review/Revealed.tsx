import type { Adjudication, ReviewCase, ReviewedVote } from '@pairwright/contract/review';
import { lookAlikesOfPeople } from '@pairwright/domain/names/skeleton';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import { Name } from '../shared/Name.tsx';
import { decisionWords } from './decision-words.ts';

type Shown = NonNullable<ReviewCase['revealed']>;

interface RevealedProps {
  revealed: Shown;
  /** Whose words ratings are told in. */
  form: ReviewCase['question']['form'];
}

/** What people said and what reviewers decided. */
export function Revealed(props: RevealedProps) {
  return (
    <>
      <Votes {...props} />
      {props.revealed.adjudications.length === 0 ? null : <Decisions {...props} />}
    </>
  );
}

function Votes({ revealed: { votes, models }, form }: RevealedProps) {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const isTwin = lookAlikesOfPeople(votes.map((by) => [by.annotatorId, by.annotator]));
  return (
    <Table<ReviewedVote>
      caption={t('console-review.votes')}
      rows={votes}
      rowKey={(row) => row.judgmentId}
      columns={[
        {
          key: 'annotator',
          header: t('console-review.col_annotator'),
          rowHeader: true,
          cell: (row) => <Name text={row.annotator} isTwin={isTwin(row.annotator)} id={row.annotatorId} />,
        },
        {
          key: 'answer',
          header: t('console-review.col_answer'),
          cell: (row) => decisionWords(row, { models, form, locale }, t),
        },
        {
          key: 'rationale',
          header: t('console-review.col_rationale'),
          cell: (row) => <bdi dir="auto">{row.rationale ?? '–'}</bdi>,
        },
        {
          key: 'time',
          header: t('console-review.col_time'),
          align: 'end',
          cell: (row) =>
            row.activeMs === null
              ? '–'
              : t('console-review.seconds', { seconds: formats.number(Math.round(row.activeMs / 1000)) }),
        },
      ]}
    />
  );
}

function Decisions({ revealed: { adjudications, models }, form }: RevealedProps) {
  const t = useT();
  const locale = useLocale();
  const isTwin = lookAlikesOfPeople(adjudications.map((by) => [by.reviewerId, by.reviewer]));
  return (
    <Table<Adjudication>
      caption={t('console-review.decisions')}
      rows={adjudications}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'reviewer',
          header: t('console-review.col_reviewer'),
          rowHeader: true,
          cell: (row) => (
            <>
              <Name text={row.reviewer} isTwin={isTwin(row.reviewer)} id={row.reviewerId} />
              {row.mine ? ` (${t('console-review.mine')})` : null}
            </>
          ),
        },
        {
          key: 'decision',
          header: t('console-review.col_decision'),
          cell: (row) => decisionWords(row, { models, form, locale }, t),
        },
        {
          key: 'confidence',
          header: t('console-review.col_confidence'),
          cell: (row) => t(`console-review.confidence_${row.confidence}`),
        },
        {
          key: 'cause',
          header: t('console-review.col_cause'),
          cell: (row) => t(`console-review.cause_${row.cause}`),
        },
        {
          key: 'note',
          header: t('console-review.col_note'),
          cell: (row) => <bdi dir="auto">{row.note ?? '–'}</bdi>,
        },
        {
          key: 'seen',
          header: t('console-review.col_seen'),
          cell: (row) => t(row.revealed ? 'console-review.seen_yes' : 'console-review.seen_no'),
        },
      ]}
    />
  );
}
