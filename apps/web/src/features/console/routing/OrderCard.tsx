import type { ComparisonRouting } from '@pairwright/contract/routing';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { NamedMembers } from './NamedMembers.tsx';
import { namesIn } from '../shared/names-in.ts';
import { priorityIn } from './policy-draft.ts';

interface Props {
  projectId: string;
  comparisonId: string;
}

/** When one comparison comes, and whom it is for. */
export function OrderCard({ projectId, comparisonId }: Props) {
  const t = useT();
  const params = { projectId, comparisonId };
  const order = useQuery({ ...read('getComparisonRouting', { params }), refetchOnMount: 'always' });
  const [editing, setEditing] = useState(false);
  const error = order.error;
  return (
    <Card title={t('console-routing.order_one')}>
      {error === null ? null : <ProblemState error={error} onRetry={() => void order.refetch()} />}
      {order.data === undefined ? null : editing ? (
        <OrderForm params={params} order={order.data} onDone={() => setEditing(false)} />
      ) : (
        <>
          <Said projectId={projectId} order={order.data} />
          <div>
            <Button onClick={() => setEditing(true)}>{t('console-routing.order_change')}</Button>
          </div>
        </>
      )}
    </Card>
  );
}

function Said({ projectId, order }: { projectId: string; order: ComparisonRouting }) {
  const t = useT();
  const routing = useQuery(read('getRouting', { params: { projectId } }));
  const nameOf = (userId: string) =>
    routing.data?.members.find((member) => member.userId === userId)?.name ?? userId;
  const { priority, batch, onlyFor } = order;
  return (
    <>
      <p>
        {priority === null
          ? t('console-routing.order_of_batch', { name: batch.name, priority: batch.priority })
          : t('console-routing.order_own', { priority })}
      </p>
      <p>
        {onlyFor === null
          ? t('console-routing.order_for_all')
          : t('console-routing.order_only', {
              names: [...onlyFor.teams, ...onlyFor.members.map(nameOf)].join(', '),
            })}
      </p>
    </>
  );
}

interface FormProps {
  params: { projectId: string; comparisonId: string };
  order: ComparisonRouting;
  onDone: () => void;
}

function OrderForm({ params, order, onDone }: FormProps) {
  const t = useT();
  const routing = useQuery(read('getRouting', { params: { projectId: params.projectId } }));
  /** As typed; null: that of the batch. */
  const [priority, setPriority] = useState(order.priority === null ? null : String(order.priority));
  const [teams, setTeams] = useState((order.onlyFor?.teams ?? []).join(', '));
  const [named, setNamed] = useState<readonly string[]>(order.onlyFor?.members ?? []);
  const update = useWrite('updateComparisonRouting', [
    'getComparisonRouting',
    'listMyProjects',
    'getMyProject',
  ]);
  const whole = priority === null ? null : priorityIn(priority);
  // The promise: this form is gone when somebody thinks better of it.
  const undo = (): void =>
    void update.mutateAsync({ params, body: { priority: order.priority, onlyFor: order.onlyFor } }).then(
      () => toast(t('console-routing.order_undone')),
      (error: unknown) => toast(explainProblem(error, t).title),
    );
  const save = (): void => {
    if ((priority !== null && whole === null) || update.isPending) return;
    const only = { members: [...named], teams: namesIn(teams) };
    update.mutate(
      {
        params,
        body: { priority: whole, onlyFor: only.members.length + only.teams.length === 0 ? null : only },
      },
      {
        onSuccess: () => {
          toast(t('console-routing.order_saved'), { action: { label: t('console.undo'), onSelect: undo } });
          onDone();
        },
      },
    );
  };
  return (
    <Form className={styles['form']} noValidate onSubmit={save}>
      <PriorityFields batch={order.batch} priority={priority} onChange={setPriority} />
      <TextField
        label={t('console-routing.only_teams')}
        hint={t('console-routing.only_hint')}
        value={teams}
        onChange={(event) => setTeams(event.target.value)}
      />
      <NamedMembers members={routing.data?.members ?? []} named={named} onChange={setNamed} />
      <FormProblem error={update.error} />
      <span className="row">
        <Button type="submit" variant="primary" busy={update.isPending}>
          {t('console.save')}
        </Button>
        <Button variant="quiet" onClick={onDone}>
          {t('ui.cancel')}
        </Button>
      </span>
    </Form>
  );
}

interface PriorityProps {
  batch: ComparisonRouting['batch'];
  priority: string | null;
  onChange: (priority: string | null) => void;
}

function PriorityFields({ batch, priority, onChange }: PriorityProps) {
  const t = useT();
  const isRight = priority === null || priorityIn(priority) !== null;
  return (
    <>
      <Checkbox
        label={t('console-routing.order_own_priority')}
        hint={t('console-routing.order_own_hint', { name: batch.name, priority: batch.priority })}
        checked={priority !== null}
        onChange={(own) => onChange(own ? String(batch.priority) : null)}
      />
      {priority === null ? null : (
        <TextField
          label={t('console-routing.priority')}
          hint={t('console-routing.priority_hint')}
          inputMode="numeric"
          value={priority}
          error={isRight ? null : t('console.number_between', { least: -100, most: 100 })}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </>
  );
}
