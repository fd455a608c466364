import type { AnswerKind } from '@pairwright/contract/statistics/annotators';
import type { RoutedMember } from '@pairwright/contract/routing';
import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import { read } from '../../../../api/queries.ts';
import { useFormats } from '../../../../i18n/format.ts';
import type { Translate } from '../../../../i18n/use-i18n.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { useMe } from '../../../../shell/use-me.ts';
import { Badge } from '../../../../ui/Badge.tsx';
import { type Column, Table } from '../../../../ui/Table.tsx';
import { may } from '../../access.ts';
import { QualificationDialog } from '../../routing/QualificationDialog.tsx';
import { ExcludeLink } from '../../people/ExcludeLink.tsx';
import { usePause } from '../../routing/use-pause.ts';
import { FormProblem } from '../../shared/FormProblem.tsx';
import { Name } from '../../shared/Name.tsx';
import { RowsLink } from '../../shared/RowsLink.tsx';
import { ChartCard } from '../ChartCard.tsx';
import { csvOf } from './csv.ts';
import { MemberActions } from './MemberActions.tsx';
import { MessageDialog } from './MessageDialog.tsx';
import { HowMade, LeftOut } from './HowMade.tsx';
import { type Annotator, type Measure, measureRows, measuresFor, useMeasure } from './measures.ts';
import { RosterKeys } from './RosterKeys.tsx';
import { useMemberColumns } from './use-member-columns.ts';

const shown: readonly Measure[] = [
  'goldAccuracy',
  'agreement',
  'adjustedAgreement',
  'selfConsistency',
  'leftShare',
  'relativeSpeed',
  'skipRate',
];

interface Props {
  projectId: string;
  kinds: readonly AnswerKind[];
  annotators: readonly Annotator[];
  /** How many there are without any filter. */
  all: number;
}

/** Everybody with the numbers that tell most, and what those who run the project do about them, by buttons or keys. */
export function RosterCard({ projectId, kinds, annotators, all }: Props) {
  const t = useT();
  const rows = useRef<HTMLDivElement>(null);
  const manages = may(useMe(), projectId, 'manage');
  const routing = useQuery({ ...read('getRouting', { params: { projectId } }), enabled: manages });
  const pause = usePause(projectId);
  const [messaged, setMessaged] = useState<RoutedMember | null>(null);
  const [decided, setDecided] = useState<RoutedMember | null>(null);
  const memberOf = (annotatorId: string): RoutedMember | undefined =>
    routing.data?.members.find(({ userId }) => userId === annotatorId);
  /** By the place of the row; who is no member (any more) can be neither told nor paused. */
  const act = (what: (member: RoutedMember) => void) => (row: number) => {
    const member = memberOf(annotators[row]?.annotatorId ?? '');
    if (member !== undefined) what(member);
  };
  const memberColumns = useMemberColumns(routing.data, memberOf);
  const actions = actionsColumn(t, {
    projectId,
    memberOf,
    pause,
    onMessage: setMessaged,
    onDecide: setDecided,
  });
  return (
    <div ref={rows}>
      <ChartCard
        title={t('console-annotators.roster')}
        how={<HowMade kinds={kinds} />}
        csv={{ name: 'annotators', rows: csvOf(annotators) }}
        table={
          <Rows
            projectId={projectId}
            kinds={kinds}
            annotators={annotators}
            more={manages ? [...memberColumns, actions] : []}
          />
        }
      >
        <LeftOut kinds={kinds} />
        <p className="muted">{t('console-annotators.shown', { shown: annotators.length, all })}</p>
        <div>
          <RosterKeys
            inside={rows}
            onMessage={manages ? act(setMessaged) : null}
            onPause={manages ? act(pause.toggle) : null}
          />
        </div>
        <FormProblem error={pause.error} />
      </ChartCard>
      {messaged === null ? null : (
        <MessageDialog projectId={projectId} member={messaged} onClose={() => setMessaged(null)} />
      )}
      {decided === null ? null : (
        <QualificationDialog projectId={projectId} member={decided} onClose={() => setDecided(null)} />
      )}
    </div>
  );
}

interface Acting {
  projectId: string;
  memberOf: (annotatorId: string) => RoutedMember | undefined;
  pause: ReturnType<typeof usePause>;
  onMessage: (member: RoutedMember) => void;
  onDecide: (member: RoutedMember) => void;
}

/** What those who run the project do about somebody. */
function actionsColumn(
  t: Translate,
  { projectId, memberOf, pause, onMessage, onDecide }: Acting,
): Column<Annotator> {
  return {
    key: 'actions',
    header: t('console-annotators.actions'),
    cell: ({ annotatorId, name }) => {
      const member = memberOf(annotatorId);
      return (
        <span className="row">
          {member === undefined ? null : (
            <MemberActions member={member} pause={pause} onMessage={onMessage} onDecide={onDecide} />
          )}
          <ExcludeLink projectId={projectId} annotator={{ id: annotatorId, name }} />
        </span>
      );
    },
  };
}

interface RowsProps extends Omit<Props, 'all'> {
  more: readonly Column<Annotator>[];
}

/** Where somebody judged, of those whose votes were imported. */
function judgeColumn(t: Translate): Column<Annotator> {
  return {
    key: 'judge',
    header: t('console-annotators.judge'),
    cell: ({ judge }) => (judge === 'here' ? null : <Badge>{t(`console-annotators.judge_${judge}`)}</Badge>),
  };
}

/** How many alerts there are on somebody; their page says which, each with its rows. */
function alertsColumn(t: Translate, projectId: string): Column<Annotator> {
  return {
    key: 'alerts',
    header: t('console-annotators.alerts'),
    cell: (row) =>
      row.alerts.length === 0 ? null : (
        <Link href={paths.annotator(projectId, row.annotatorId)}>
          <Badge tone="warn">{t('console-annotators.alerts_count', { count: row.alerts.length })}</Badge>
        </Link>
      ),
  };
}

/** Each leads to the rows of that person that it was made from. */
function useNumberColumns(kinds: Props['kinds']): Column<Annotator>[] {
  const t = useT();
  const formats = useFormats();
  const { estimate } = useMeasure();
  return [
    {
      key: 'votes',
      header: t('console-annotators.votes'),
      align: 'end',
      cell: (row) => <RowsLink rows={{ by: row.annotatorId }}>{formats.number(row.votes)}</RowsLink>,
    },
    ...measuresFor(kinds, shown).map((measure): Column<Annotator> => ({
      key: measure,
      header: t(`console-annotators.measure_${measure}`),
      align: 'end',
      cell: (row) => {
        const of = row[measure];
        // That there is nothing is no news in every other cell: n says so.
        const said = { value: of.n === 0 ? '–' : estimate(measure, of), n: of.n };
        return (
          <RowsLink rows={{ by: row.annotatorId, ...measureRows[measure] }}>
            {t('console-annotators.with_n', said)}
          </RowsLink>
        );
      },
    })),
    {
      key: 'active',
      header: t('console-annotators.last_active'),
      cell: (row) =>
        row.lastActive === null ? (
          '–'
        ) : (
          <RowsLink rows={{ by: row.annotatorId }}>{formats.date(row.lastActive)}</RowsLink>
        ),
    },
  ];
}

function Rows({ projectId, kinds, annotators, more }: RowsProps) {
  const t = useT();
  const numbers = useNumberColumns(kinds);
  const isTwin = lookAlikesAmong(annotators.map(({ name }) => name));
  const columns: Column<Annotator>[] = [
    {
      key: 'name',
      header: t('console-annotators.name'),
      rowHeader: true,
      cell: (row) => (
        <Link href={paths.annotator(projectId, row.annotatorId)}>
          <Name text={row.name} isTwin={isTwin(row.name)} id={row.annotatorId} />
        </Link>
      ),
    },
    judgeColumn(t),
    alertsColumn(t, projectId),
    ...numbers,
    ...more,
  ];
  return (
    <Table<Annotator>
      caption={t('console-statistics.table_of', { title: t('console-annotators.roster') })}
      hideCaption
      compact
      rows={annotators}
      rowKey={(row) => row.annotatorId}
      columns={columns}
    />
  );
}
