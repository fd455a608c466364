import type { RoutedBatch, RoutedMember } from '@pairwright/contract/routing';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { WithdrawBatch } from '../withdrawals/WithdrawBatch.tsx';
import { NamedMembers } from './NamedMembers.tsx';
import { namesIn } from '../shared/names-in.ts';
import { mostRounds, priorityIn, roundIn } from './policy-draft.ts';

interface Props {
  projectId: string;
  batch: RoutedBatch;
  members: readonly RoutedMember[];
  onClose: () => void;
}

/** What is typed of a batch. */
interface Typed {
  round: string;
  priority: string;
  skills: string;
  teams: string;
}

/** Round, priority and skills of a batch, and whom it is for. */
export function BatchDialog({ projectId, batch, members, onClose }: Props) {
  const t = useT();
  const [typed, setTyped] = useState<Typed>({
    round: String(batch.round),
    priority: String(batch.priority),
    skills: batch.skills.join(', '),
    teams: (batch.onlyFor?.teams ?? []).join(', '),
  });
  const [named, setNamed] = useState<readonly string[]>(batch.onlyFor?.members ?? []);
  const update = useWrite('updateBatchRouting', [
    'getRouting',
    'getRecipeChoices',
    'listMyProjects',
    'getMyProject',
  ]);
  const save = (): void => {
    const [round, priority] = [roundIn(typed.round), priorityIn(typed.priority)];
    if (round === null || priority === null || update.isPending) return;
    const only = { members: [...named], teams: namesIn(typed.teams) };
    update.mutate(
      {
        params: { projectId, batchId: batch.id },
        body: {
          round,
          priority,
          skills: namesIn(typed.skills),
          onlyFor: only.members.length + only.teams.length === 0 ? null : only,
        },
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog open title={t('console-routing.change_named', { name: batch.name })} onClose={onClose}>
      <Form className={styles['form']} noValidate onSubmit={save}>
        <TypedFields typed={typed} onTyped={setTyped} />
        <NamedMembers members={members} named={named} onChange={setNamed} />
        <FormProblem error={update.error} />
        <div>
          <Button type="submit" variant="primary" busy={update.isPending}>
            {t('console.save')}
          </Button>
        </div>
      </Form>
      <WithdrawBatch projectId={projectId} batch={batch} onDone={onClose} />
    </Dialog>
  );
}

function TypedFields({ typed, onTyped }: { typed: Typed; onTyped: (typed: Typed) => void }) {
  const t = useT();
  const field = (part: keyof Typed) => ({
    value: typed[part],
    onChange: (event: { target: { value: string } }) => onTyped({ ...typed, [part]: event.target.value }),
  });
  const between = (least: number, most: number) => t('console.number_between', { least, most });
  return (
    <>
      <TextField
        label={t('console-routing.round')}
        hint={t('console-routing.round_hint')}
        inputMode="numeric"
        error={roundIn(typed.round) === null ? between(1, mostRounds) : null}
        {...field('round')}
      />
      <TextField
        label={t('console-routing.priority')}
        hint={t('console-routing.priority_hint')}
        inputMode="numeric"
        error={priorityIn(typed.priority) === null ? between(-100, 100) : null}
        {...field('priority')}
      />
      <TextField
        label={t('console-routing.skills')}
        hint={t('console-routing.names_hint')}
        {...field('skills')}
      />
      <TextField
        label={t('console-routing.only_teams')}
        hint={t('console-routing.only_hint')}
        {...field('teams')}
      />
    </>
  );
}
