import type { WhyRow, WhyVote } from '@pairwright/contract/version-why';
import { Link } from 'wouter';
import { useFormats } from '../../../i18n/format.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Table } from '../../../ui/Table.tsx';
import { answerWords } from '../comparisons/answer-words.ts';

const reasons: Readonly<Record<string, MessageKey>> = {
  superseded: 'console-versions.uncounted_superseded',
  retracted: 'console-versions.uncounted_retracted',
  retraction: 'console-versions.uncounted_retraction',
  withdrawn: 'console-versions.uncounted_withdrawn',
  surplus: 'console-versions.uncounted_surplus',
  repeat: 'console-versions.uncounted_repeat',
  practice: 'console-versions.uncounted_practice',
  gold: 'console-versions.uncounted_gold',
  review: 'console-versions.uncounted_review',
  excluded: 'console-versions.uncounted_excluded',
  filtered: 'console-versions.uncounted_filtered',
};

/** Who said what, and whether it counts in the version. */
export function WhyVotes({ projectId, why }: { projectId: string; why: WhyRow }) {
  const t = useT();
  const models = why.responses.filter(({ rewrite }) => !rewrite).map(({ model }) => model);
  return (
    <li>
      <Card title={t('console-versions.votes')}>
        {why.votes.length === 0 ? (
          <p className="muted">{t('console-versions.no_votes')}</p>
        ) : (
          <Votes projectId={projectId} votes={why.votes} models={models} />
        )}
        {why.votesSince === 0 ? null : <p>{t('console-versions.votes_since', { count: why.votesSince })}</p>}
      </Card>
    </li>
  );
}

interface VotesProps {
  projectId: string;
  votes: readonly WhyVote[];
  models: readonly string[];
}

function Votes({ projectId, votes, models }: VotesProps) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<WhyVote>
      caption={t('console-versions.votes_table')}
      hideCaption
      compact
      rows={votes}
      rowKey={({ judgmentId }) => judgmentId}
      columns={[
        {
          key: 'who',
          header: t('console-projects.col_annotator'),
          rowHeader: true,
          cell: (vote) => (
            <span className="row">
              <Link href={paths.annotator(projectId, vote.annotatorId)}>
                <bdi dir="auto">{vote.annotator}</bdi>
              </Link>
              {vote.source === 'import' ? <Badge>{t('console-projects.imported')}</Badge> : null}
              <Kind kind={vote.assignment} />
            </span>
          ),
        },
        {
          key: 'said',
          header: t('console-projects.col_answer'),
          cell: (vote) =>
            answerWords(
              vote.onCriterion === null ? vote : { ...vote, ...vote.onCriterion, ranks: null },
              models,
              t,
            ),
        },
        {
          key: 'assigned',
          header: t('console-versions.assigned'),
          cell: (vote) => formats.dateTime(vote.assignedAt),
        },
        {
          key: 'when',
          header: t('console-versions.judged'),
          cell: (vote) => formats.dateTime(vote.createdAt),
        },
        {
          key: 'counts',
          header: t('console-projects.col_counted'),
          cell: (vote) => {
            if (vote.counted) return t('console-projects.counted');
            const key = reasons[vote.notCountedBecause ?? ''];
            return key === undefined ? t('console-projects.not_counted') : t(key);
          },
        },
      ]}
    />
  );
}

/** What the work was for, where it was no ordinary one. */
function Kind({ kind }: { kind: WhyVote['assignment'] }) {
  const t = useT();
  if (kind === 'normal' || kind === 'imported') return null;
  return <Badge>{t(`console-versions.assignment_${kind}`)}</Badge>;
}
