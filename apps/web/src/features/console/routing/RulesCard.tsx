import type { GoldRule } from '@pairwright/contract/gold-policy';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import { useState } from 'react';
import { problemCode } from '../../../api/problem.ts';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Select, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { wholeIn } from '../projects/question-draft.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';

const actions = ['notify', 'practice', 'pause', 'review'] as const;
const bounds = ['upper', 'lower'] as const;

interface Props {
  projectId: string;
  policy: RoutingPolicy | null;
  /** Another policy is in force by now. */
  onStale: () => void;
}

/** What happens by itself when answers to gold comparisons are surely bad. Only where there is gold. */
export function RulesCard({ projectId, policy, onStale }: Props) {
  const t = useT();
  const update = useWrite('setRoutingPolicy', ['getRouting']);
  if (policy === null || policy.gold === null) return null;
  const { gold } = policy;
  const write = (rules: GoldRule[]) =>
    update.mutate(
      { params: { projectId }, body: { ...policy, gold: { ...gold, rules }, basedOn: policy } },
      { onError: (error) => (problemCode(error) === 'wrong_state' ? onStale() : undefined) },
    );
  return (
    <Card title={t('console-routing.rules')}>
      <p className="muted">{t('console-routing.rules_why')}</p>
      <ul className={styles['lines']}>
        {gold.rules.map((rule, index) => (
          <li key={JSON.stringify(rule)} className="row">
            <span>{ruleText(rule, t)}</span>
            <Button
              size="small"
              aria-label={t('console-routing.rule_remove_named', { rule: ruleText(rule, t) })}
              onClick={() => write(gold.rules.filter((_, at) => at !== index))}
            >
              {t('console-routing.rule_remove')}
            </Button>
          </li>
        ))}
      </ul>
      {gold.rules.length < 10 ? (
        <NewRule busy={update.isPending} onAdd={(rule) => write([...gold.rules, rule])} />
      ) : null}
      <FormProblem error={update.error} />
    </Card>
  );
}

function NewRule({ busy, onAdd }: { busy: boolean; onAdd: (rule: GoldRule) => void }) {
  const t = useT();
  const [action, setAction] = useState<GoldRule['action']>('pause');
  const [bound, setBound] = useState<GoldRule['bound']>('upper');
  const [below, setBelow] = useState('70');
  const [least, setLeast] = useState('10');
  const belowPercent = wholeIn(below, 1, 100);
  const atLeast = wholeIn(least, 1, 1000);
  const range = (from: number, to: number) => t('console.number_between', { least: from, most: to });
  return (
    <Form
      className={styles['form']}
      noValidate
      onSubmit={() => {
        if (belowPercent !== null && atLeast !== null && !busy)
          onAdd({ action, bound, belowPercent, atLeast });
      }}
    >
      <div className={styles['fields']}>
        <Select
          label={t('console-routing.rule_action')}
          value={action}
          options={actions.map((value) => ({ value, label: t(`console-routing.action_${value}`) }))}
          onChange={setAction}
        />
        <Select
          label={t('console-routing.rule_bound')}
          value={bound}
          options={bounds.map((value) => ({ value, label: t(`console-routing.bound_${value}`) }))}
          onChange={setBound}
        />
        <TextField
          label={t('console-routing.rule_below')}
          inputMode="numeric"
          value={below}
          error={belowPercent === null ? range(1, 100) : null}
          onChange={(event) => setBelow(event.target.value)}
        />
        <TextField
          label={t('console-routing.rule_at_least')}
          inputMode="numeric"
          value={least}
          error={atLeast === null ? range(1, 1000) : null}
          onChange={(event) => setLeast(event.target.value)}
        />
      </div>
      <div>
        <Button type="submit" busy={busy}>
          {t('console-routing.rule_add')}
        </Button>
      </div>
    </Form>
  );
}

/** A rule in one sentence. */
export function ruleText(rule: GoldRule, t: ReturnType<typeof useT>): string {
  return t(`console-routing.rule_${rule.bound}`, {
    action: t(`console-routing.action_${rule.action}`),
    percent: rule.belowPercent,
    count: rule.atLeast,
  });
}
