import { Link } from 'wouter';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { useMe } from '../../../../shell/use-me.ts';
import { Card } from '../../../../ui/Card.tsx';
import { may } from '../../access.ts';
import styles from '../../shared/console.module.css';
import type { Dashboard } from './use-dashboard.ts';

type Action = Dashboard['actions'][number];

/** Where each is done, and what one must be allowed to for the place to open. */
const places = {
  no_comparisons: [paths.imports, 'import'],
  paused: [null, 'view'],
  nobody: [paths.members, 'manage'],
  idle: [paths.members, 'manage'],
  stuck: [(id: string) => `${paths.comparisons(id)}?progress=stuck`, 'see_models'],
  unfit: [(id: string) => `${paths.comparisons(id)}?progress=unfit`, 'see_models'],
  flagged: [(id: string) => `${paths.comparisons(id)}?progress=reported`, 'see_models'],
  disputes: [paths.review, 'review'],
  gold_low: [(id: string) => `${paths.annotators(id)}?show=alerts`, 'see_models'],
  alerts: [(id: string) => `${paths.annotators(id)}?show=alerts`, 'see_models'],
  side_bias: [(id: string) => `${paths.annotators(id)}?sort=left`, 'see_models'],
  no_overlap: [null, 'view'],
  exports_stale: [paths.datasets, 'export'],
  all_done: [paths.datasets, 'export'],
} as const satisfies Record<
  Action['kind'],
  readonly [((id: string) => string) | null, Parameters<typeof may>[2]]
>;

/** What there is to do, the most urgent first, each with the place where it is done. */
export function NextSteps({ projectId, actions }: { projectId: string; actions: readonly Action[] }) {
  const t = useT();
  return (
    <Card title={t('console-overview.next')}>
      {actions.length === 0 ? <p className="muted">{t('console-overview.next_none')}</p> : null}
      {actions.length === 0 ? null : (
        <ul className={styles['notes']}>
          {actions.map((action) => (
            <li key={action.kind}>
              <Step projectId={projectId} action={action} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Step({ projectId, action: { kind, n, of } }: { projectId: string; action: Action }) {
  const t = useT();
  const me = useMe();
  const [place, needs] = places[kind];
  const text = t(`console-overview.do_${kind}`, { count: n ?? 0, of: of ?? 0 });
  if (place === null || !may(me, projectId, needs)) return text;
  return <Link href={place(projectId)}>{text}</Link>;
}
