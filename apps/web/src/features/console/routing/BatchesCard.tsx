import type { RoutedBatch, RoutedMember } from '@pairwright/contract/routing';
import { lookAlikesAmong, lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { type Column, Table } from '../../../ui/Table.tsx';
import styles from '../shared/console.module.css';
import { Name, Names } from '../shared/Name.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';
import { NamedMembers } from './NamedMembers.tsx';
import { namesIn, priorityIn } from './policy-draft.ts';

interface Props {
  projectId: string;
  batches: readonly RoutedBatch[];
  members: readonly RoutedMember[];
}

/** The order of batches, and whom they are for. */
export function BatchesCard({ projectId, batches, members }: Props) {
  const t = useT();
  const [editing, setEditing] = useState<RoutedBatch | null>(null);
  const columns = useColumns({ batches, members }, setEditing);
  return (
    <Card title={t('console-routing.batches')}>
      <Table<RoutedBatch>
        caption={t('console-routing.batches_table')}
        hideCaption
        cards
        rows={batches}
        rowKey={(row) => row.id}
        columns={columns}
      />
      {editing === null ? null : (
        <BatchDialog
          projectId={projectId}
          batch={editing}
          members={members}
          onClose={() => setEditing(null)}
        />
      )}
    </Card>
  );
}

function useColumns(
  { batches, members }: Pick<Props, 'batches' | 'members'>,
  onChange: (batch: RoutedBatch) => void,
): Column<RoutedBatch>[] {
  const t = useT();
  const formats = useFormats();
  const isTwin = lookAlikesAmong(batches.map(({ name }) => name));
  const isTwinTag = lookAlikesOfKinds(batches.flatMap(({ skills }) => skills));
  const nameOf = (userId: string) => members.find((member) => member.userId === userId)?.name ?? userId;
  return [
    {
      key: 'name',
      header: t('console-routing.col_batch'),
      rowHeader: true,
      cell: (row) => <Name text={row.name} isTwin={isTwin(row.name)} id={row.id} />,
    },
    {
      key: 'comparisons',
      header: t('console-routing.col_comparisons'),
      align: 'end',
      cell: (row) => formats.number(row.comparisons),
    },
    {
      key: 'priority',
      header: t('console-routing.priority'),
      align: 'end',
      cell: (row) => row.priority,
    },
    {
      key: 'skills',
      header: t('console-routing.skills'),
      cell: (row) => <Names texts={row.skills} isTwin={isTwinTag} />,
    },
    {
      key: 'only',
      header: t('console-routing.only_for'),
      cell: (row) =>
        row.onlyFor === null
          ? t('console-routing.everybody')
          : [...row.onlyFor.teams, ...row.onlyFor.members.map(nameOf)].join(', '),
    },
    {
      key: 'edit',
      header: t('console-routing.change'),
      actions: true,
      cell: (row) => (
        <Button
          size="small"
          aria-label={t('console-routing.change_named', { name: row.name })}
          onClick={() => onChange(row)}
        >
          {t('console-routing.change')}
        </Button>
      ),
    },
  ];
}

interface DialogProps {
  projectId: string;
  batch: RoutedBatch;
  members: readonly RoutedMember[];
  onClose: () => void;
}

function BatchDialog({ projectId, batch, members, onClose }: DialogProps) {
  const t = useT();
  const [priority, setPriority] = useState(String(batch.priority));
  const [skills, setSkills] = useState(batch.skills.join(', '));
  const [teams, setTeams] = useState((batch.onlyFor?.teams ?? []).join(', '));
  const [named, setNamed] = useState<readonly string[]>(batch.onlyFor?.members ?? []);
  const update = useWrite('updateBatchRouting', ['getRouting', 'listMyProjects', 'getMyProject']);
  const whole = priorityIn(priority);
  const save = (): void => {
    if (whole === null || update.isPending) return;
    const only = { members: [...named], teams: namesIn(teams) };
    update.mutate(
      {
        params: { projectId, batchId: batch.id },
        body: {
          priority: whole,
          skills: namesIn(skills),
          onlyFor: only.members.length + only.teams.length === 0 ? null : only,
        },
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog open title={t('console-routing.change_named', { name: batch.name })} onClose={onClose}>
      <Form className={styles['form']} noValidate onSubmit={save}>
        <TextField
          label={t('console-routing.priority')}
          hint={t('console-routing.priority_hint')}
          inputMode="numeric"
          value={priority}
          error={whole === null ? t('console.number_between', { least: -100, most: 100 }) : null}
          onChange={(event) => setPriority(event.target.value)}
        />
        <TextField
          label={t('console-routing.skills')}
          hint={t('console-routing.names_hint')}
          value={skills}
          onChange={(event) => setSkills(event.target.value)}
        />
        <TextField
          label={t('console-routing.only_teams')}
          hint={t('console-routing.only_hint')}
          value={teams}
          onChange={(event) => setTeams(event.target.value)}
        />
        <NamedMembers members={members} named={named} onChange={setNamed} />
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
