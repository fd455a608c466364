import type {
  DatasetHealth,
  HealthFinding,
  HealthLevel,
  HealthRow,
} from '@pairwright/contract/dataset-health';
import type { NotDefined } from '@pairwright/contract/statistics/numbers';
import { kindsOfLabels } from '@pairwright/domain/dataset-health/of-labels';
import { useId } from 'react';
import { Link } from 'wouter';
import { useFormats } from '../../../i18n/format.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Badge, type Tone } from '../../../ui/Badge.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Table } from '../../../ui/Table.tsx';
import styles from '../shared/console.module.css';
import { RowsLink } from '../shared/RowsLink.tsx';
import { useEstimate } from '../statistics/use-estimate.ts';
import own from './health.module.css';

const tones: Record<HealthLevel, Tone> = { fine: 'ok', look: 'warn', act: 'danger' };
const urgency: readonly (HealthLevel | null)[] = ['act', 'look', null, 'fine'];

/** What was found, the most urgent first: how much it matters, the number, what it means, and the rows. */
export function FindingsCard({
  projectId,
  findings,
  ofLabels,
  nearAtLeast,
}: {
  projectId: string;
  findings: DatasetHealth['findings'];
  /** The rows are labels of responses judged alone. */
  ofLabels: boolean;
  /** There may be more prompts that are nearly the same than were found. */
  nearAtLeast: boolean;
}) {
  const t = useT();
  const sorted = [...findings].sort(
    (one, other) => urgency.indexOf(one.level) - urgency.indexOf(other.level),
  );
  const count = (level: HealthLevel): number => findings.filter((each) => each.level === level).length;
  return (
    <Card title={t('console-health.findings')}>
      <p role="status">
        <strong>{t('console-health.summary', { act: count('act'), look: count('look') })}</strong>
      </p>
      {sorted.map((finding) => (
        <Finding
          key={finding.kind}
          projectId={projectId}
          finding={finding}
          ofLabels={ofLabels}
          atLeast={finding.kind === 'near_prompts' && nearAtLeast}
        />
      ))}
    </Card>
  );
}

function Finding({
  projectId,
  finding,
  ofLabels,
  atLeast,
}: {
  projectId: string;
  finding: HealthFinding;
  ofLabels: boolean;
  /** Its number is the least that there is. */
  atLeast: boolean;
}) {
  const say = sentenceKeys(finding.kind, ofLabels);
  const t = useT();
  const id = useId();
  const { estimate } = useEstimate('percent');
  const { level, value, low, high, n } = finding;
  return (
    <section className={own['finding']} aria-labelledby={id}>
      <div className={styles['titleRow']}>
        <h3 id={id}>{t(say.title)}</h3>
        <Badge tone={level === null ? 'neutral' : tones[level]}>
          {t(`console-health.level_${level ?? 'unknown'}`)}
        </Badge>
      </div>
      {level === null ? <p>{t(reasonKey(finding))}</p> : <p>{t(say[level])}</p>}
      {value === null ? null : (
        <p className="muted">
          {t(say.number, {
            value: estimate({ value, low, high, n, reason: null }),
            n,
          })}{' '}
          {atLeast ? t('console-health.near_at_least') : null}
        </p>
      )}
      <Behind projectId={projectId} finding={finding} ofLabels={ofLabels} />
    </section>
  );
}

/** What a finding says; of labels some say it otherwise. */
function sentenceKeys(
  kind: HealthFinding['kind'],
  ofLabels: boolean,
): Record<'title' | 'number' | HealthLevel, MessageKey> {
  const other = ofLabels ? kindsOfLabels.find((one) => one === kind) : undefined;
  const of: Record<'title' | 'number' | HealthLevel, MessageKey> = {
    title: `console-health.kind_title_${kind}`,
    number: other === undefined ? `console-health.number_${kind}` : `console-health.number_${other}_labels`,
    fine: `console-health.fine_${kind}`,
    look: `console-health.look_${kind}`,
    act: `console-health.act_${kind}`,
  };
  if (other !== 'label_balance') return of;
  return {
    ...of,
    title: 'console-health.kind_title_label_balance_labels',
    fine: 'console-health.fine_label_balance_labels',
    look: 'console-health.look_label_balance_labels',
    act: 'console-health.act_label_balance_labels',
  };
}

function reasonKey({ reason }: HealthFinding): MessageKey {
  if (reason === 'one_part' || reason === 'no_rows' || reason === 'no_overlap')
    return `console-health.reason_${reason}`;
  return `console-statistics.not_defined_${(reason ?? 'no_data') satisfies NotDefined}`;
}

/** The rows that it names, or the votes that it is made from. */
function Behind({
  projectId,
  finding,
  ofLabels,
}: {
  projectId: string;
  finding: HealthFinding;
  ofLabels: boolean;
}) {
  const t = useT();
  const { rows, found, kind, value } = finding;
  if (rows.length === 0)
    return value === null || found !== null ? null : (
      <p>
        <RowsLink rows={ofLabels ? {} : { outcome: 'preference' }}>
          {t('console-health.votes_behind')}
        </RowsLink>
      </p>
    );
  const title =
    kind === 'dominating_prompts'
      ? t('console-health.rows_largest')
      : t('console-health.rows_of', { found: found ?? rows.length, shown: rows.length });
  return (
    <details>
      <summary className={own['summary']}>{title}</summary>
      <NamedRows projectId={projectId} finding={finding} />
    </details>
  );
}

/** What the number of a row is. */
const numbers: Partial<Record<HealthFinding['kind'], 'col_tokens' | 'col_rows' | 'col_lead'>> = {
  over_length: 'col_tokens',
  dominating_prompts: 'col_rows',
  label_noise: 'col_lead',
};

function NamedRows({ projectId, finding }: { projectId: string; finding: HealthFinding }) {
  const t = useT();
  const formats = useFormats();
  const number = numbers[finding.kind];
  const rows = finding.rows.map((row, index) => ({ ...row, key: `${index}` }));
  return (
    <Table<HealthRow & { key: string }>
      caption={t('console-statistics.table_of', { title: t(`console-health.kind_title_${finding.kind}`) })}
      hideCaption
      compact
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        {
          key: 'prompt',
          header: t('console-health.col_prompt'),
          rowHeader: true,
          cell: ({ comparisonId, words }) => (
            <Link href={paths.comparison(projectId, comparisonId)}>
              <bdi dir="auto">{words.trim() === '' ? t('console-health.no_words') : words}</bdi>
            </Link>
          ),
        },
        { key: 'part', header: t('console-health.col_part'), cell: ({ split }) => split },
        ...(number === undefined
          ? []
          : [
              {
                key: 'number',
                header: t(`console-health.${number}`),
                align: 'end' as const,
                cell: (row: HealthRow) => (row.number === null ? '–' : formats.number(row.number)),
              },
            ]),
      ]}
    />
  );
}
