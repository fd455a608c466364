import type { Accuracy, GoldResult } from '@pairwright/contract/gold';
import type { RoutedMember } from '@pairwright/contract/routing';
import { lookAlikesAmong, lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { type Formats, useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { type Column, Table } from '../../../ui/Table.tsx';
import styles from '../shared/console.module.css';
import { Name, Names } from '../shared/Name.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';
import { PauseButton } from './PauseButton.tsx';
import { QualificationDialog } from './QualificationDialog.tsx';
import { namesIn } from '../shared/names-in.ts';
import { usePause } from './use-pause.ts';

interface Props {
  projectId: string;
  members: readonly RoutedMember[];
}

/** What routing knows of each member, how they answer gold, and whether they are paused. */
export function PeopleCard({ projectId, members }: Props) {
  const t = useT();
  const [editing, setEditing] = useState<RoutedMember | null>(null);
  const results = useQuery({
    ...read('listGoldResults', { params: { projectId } }),
    refetchOnMount: 'always',
  });
  const [decided, setDecided] = useState<RoutedMember | null>(null);
  const columns = useColumns({ projectId, members, results }, { change: setEditing, decide: setDecided });
  return (
    <Card title={t('console-routing.people')}>
      <p className="muted">{t('console-routing.people_why')}</p>
      {results.error === null ? null : (
        <ProblemState error={results.error} onRetry={() => void results.refetch()} />
      )}
      <Table<RoutedMember>
        caption={t('console-routing.people_table')}
        hideCaption
        cards
        rows={members}
        rowKey={(row) => row.userId}
        columns={columns}
      />
      {editing === null ? null : (
        <MemberDialog projectId={projectId} member={editing} onClose={() => setEditing(null)} />
      )}
      {decided === null ? null : (
        <QualificationDialog projectId={projectId} member={decided} onClose={() => setDecided(null)} />
      )}
    </Card>
  );
}

function useColumns(
  { projectId, members, results }: Props & { results: UseQueryResult<{ items: GoldResult[] }> },
  on: Record<'change' | 'decide', (member: RoutedMember) => void>,
): Column<RoutedMember>[] {
  const t = useT();
  const formats = useFormats();
  const pause = usePause(projectId);
  const ofMember = useMemberColumns(members);
  // Nobody is said to have answered nothing while that is not known.
  const known = (text: string): ReactNode => {
    if (results.data !== undefined) return text;
    return (
      <span className="muted">{t(results.isPending ? 'ui.loading' : 'console-routing.not_loaded')}</span>
    );
  };
  const resultOf = (userId: string) => results.data?.items.find((one) => one.userId === userId);
  return [
    ...ofMember,
    {
      key: 'gold',
      header: t('console-routing.col_gold'),
      cell: (row) => known(accuracyText(resultOf(row.userId)?.gold, { t, formats })),
    },
    {
      key: 'exam',
      header: t('console-routing.col_exam'),
      cell: (row) => known(attemptText(resultOf(row.userId)?.exams.at(-1), t)),
    },
    {
      key: 'practice',
      header: t('console-routing.col_practice'),
      cell: (row) => known(attemptText(resultOf(row.userId)?.practice.at(-1), t)),
    },
    {
      key: 'change',
      header: t('console-routing.change'),
      actions: true,
      cell: (row) => (
        <span className="row">
          <Button
            size="small"
            aria-label={t('console-routing.change_named', { name: row.name })}
            onClick={() => on.change(row)}
          >
            {t('console-routing.change')}
          </Button>
          <Button
            size="small"
            aria-label={t('console-routing.qualification_of', { name: row.name })}
            onClick={() => on.decide(row)}
          >
            {t('console-routing.qualification')}
          </Button>
          <PauseButton member={row} busy={pause.busy} onToggle={pause.toggle} />
        </span>
      ),
    },
  ];
}

/** Who they are, and what they were given. */
function useMemberColumns(members: readonly RoutedMember[]): Column<RoutedMember>[] {
  const t = useT();
  const isTwin = lookAlikesAmong(members.map(({ name }) => name));
  const isTwinTag = lookAlikesOfKinds(members.flatMap(({ skills, teams }) => [...skills, ...teams]));
  return [
    {
      key: 'name',
      header: t('console-routing.col_name'),
      rowHeader: true,
      cell: (row) => (
        <>
          <Name text={row.name} isTwin={isTwin(row.name)} id={row.userId} />{' '}
          {row.pausedAt === null ? null : <Badge>{t('console-routing.paused')}</Badge>}
        </>
      ),
    },
    {
      key: 'languages',
      header: t('console-routing.languages'),
      cell: (row) => row.languages.join(', '),
    },
    {
      key: 'skills',
      header: t('console-routing.skills'),
      cell: (row) => <Names texts={row.skills} isTwin={isTwinTag} />,
    },
    {
      key: 'teams',
      header: t('console-routing.teams'),
      cell: (row) => <Names texts={row.teams} isTwin={isTwinTag} />,
    },
  ];
}

/** Right of all, with the interval that the share lies in. */
export function accuracyText(
  of: Accuracy | undefined,
  { t, formats }: { t: ReturnType<typeof useT>; formats: Formats },
): string {
  if (of === undefined || of.low === null || of.high === null) return t('console-routing.no_answers');
  return t('console-routing.accuracy', {
    correct: of.correct,
    total: of.total,
    low: formats.percent(of.low),
    high: formats.percent(of.high),
  });
}

/** The attempt at the exam or the practice round that began last. */
function attemptText(last: GoldResult['practice'][number] | undefined, t: ReturnType<typeof useT>): string {
  if (last === undefined) return '';
  if (last.passed === null || last.correct === null || last.items === null)
    return t('console-routing.exam_running', { attempt: last.attempt });
  return t(last.passed ? 'console-routing.exam_passed' : 'console-routing.exam_failed', {
    correct: last.correct,
    items: last.items,
    attempt: last.attempt,
  });
}

const traits = ['languages', 'skills', 'teams'] as const;

function MemberDialog({
  projectId,
  member,
  onClose,
}: {
  projectId: string;
  member: RoutedMember;
  onClose: () => void;
}) {
  const t = useT();
  const [texts, setTexts] = useState<Record<(typeof traits)[number], string>>({
    languages: member.languages.join(', '),
    skills: member.skills.join(', '),
    teams: member.teams.join(', '),
  });
  const update = useWrite('updateMemberRouting', ['getRouting']);
  const badLanguage = namesIn(texts.languages).find(
    (one) => !/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(one),
  );
  const save = (): void => {
    if (badLanguage !== undefined || update.isPending) return;
    const body = {
      languages: namesIn(texts.languages),
      skills: namesIn(texts.skills),
      teams: namesIn(texts.teams),
    };
    update.mutate({ params: { projectId, userId: member.userId }, body }, { onSuccess: onClose });
  };
  return (
    <Dialog open title={t('console-routing.change_named', { name: member.name })} onClose={onClose}>
      <Form className={styles['form']} noValidate onSubmit={save}>
        {traits.map((trait) => (
          <TextField
            key={trait}
            label={t(`console-routing.${trait}`)}
            hint={t(trait === 'languages' ? 'console-routing.languages_hint' : 'console-routing.names_hint')}
            value={texts[trait]}
            error={
              trait === 'languages' && badLanguage !== undefined
                ? t('console-routing.language_fault', { language: badLanguage })
                : null
            }
            onChange={(event) => setTexts({ ...texts, [trait]: event.target.value })}
          />
        ))}
        <FormProblem error={update.error} />
        <div>
          <Button type="submit" variant="primary" busy={update.isPending}>
            {t('console.save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
