import { lookAlikesOfPeople } from '@pairwright/domain/names/skeleton';
import { type Formats, useFormats } from '../../../i18n/format.ts';
import { type Translate, useT } from '../../../i18n/use-i18n.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import { type Column, Table } from '../../../ui/Table.tsx';
import { may } from '../access.ts';
import { PersonActions } from '../people/PersonActions.tsx';
import { Name } from '../shared/Name.tsx';
import { answerWords, shownLeft } from './answer-words.ts';
import type { ComparisonJudgment } from './answer-words.ts';
import type { SeenComparison } from './seen.ts';

/** What everybody said of the comparison, and what those who run the project do about it. */
export function Judgments({ projectId, comparison }: { projectId: string; comparison: SeenComparison }) {
  const t = useT();
  const manages = may(useMe(), projectId, 'manage');
  const formats = useFormats();
  const models = comparison.responses.map((response) => response.model);
  const isTwinPerson = lookAlikesOfPeople(comparison.judgments.map((by) => [by.annotatorId, by.annotator]));
  if (comparison.judgments.length === 0) {
    return (
      <Card title={t('console-projects.comparison_judgments')}>
        <p className="muted">{t('console-projects.no_comparison_judgments')}</p>
      </Card>
    );
  }
  return (
    <Table<ComparisonJudgment>
      caption={t('console-projects.comparison_judgments')}
      cards
      rows={comparison.judgments}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'annotator',
          header: t('console-projects.col_annotator'),
          rowHeader: true,
          cell: (row) => (
            <span className="row">
              <Name text={row.annotator} isTwin={isTwinPerson(row.annotator)} id={row.annotatorId} />
              {row.source === 'import' ? <Badge>{t('console-projects.imported')}</Badge> : null}
            </span>
          ),
        },
        ...answerColumns(models, { t, formats }),
        ...(manages ? [actionsColumn(t, projectId)] : []),
      ]}
    />
  );
}

/** For whoever runs the project. */
function actionsColumn(t: Translate, projectId: string): Column<ComparisonJudgment> {
  return {
    key: 'actions',
    header: t('console-annotators.actions'),
    actions: true,
    cell: ({ annotatorId, annotator }) => (
      <PersonActions projectId={projectId} annotator={{ id: annotatorId, name: annotator }} />
    ),
  };
}

/** The answer itself, how it was shown, and when it was given. */
function answerColumns(
  models: readonly string[],
  { t, formats }: { t: Translate; formats: Formats },
): Column<ComparisonJudgment>[] {
  return [
    {
      key: 'answer',
      header: t('console-projects.col_answer'),
      cell: (row) => answerWords(row, models, t),
    },
    {
      key: 'left',
      header: t('console-projects.col_left'),
      cell: (row) => <bdi>{shownLeft(row, models)}</bdi>,
    },
    {
      key: 'counted',
      header: t('console-projects.col_counted'),
      cell: (row) => t(row.counted ? 'console-projects.counted' : 'console-projects.not_counted'),
    },
    {
      key: 'rationale',
      header: t('console-projects.col_rationale'),
      cell: (row) => <bdi dir="auto">{row.rationale ?? '–'}</bdi>,
    },
    {
      key: 'when',
      header: t('console-projects.col_judged'),
      cell: (row) => formats.dateTime(row.createdAt),
    },
  ];
}
