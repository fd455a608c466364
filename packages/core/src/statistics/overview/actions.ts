import type { ProjectCounts } from '@pairwright/contract/project-counts';
import type { Project } from '@pairwright/contract/projects';
import {
  type ActionKind,
  type Dashboard,
  leastForShares,
  type Overview,
} from '@pairwright/contract/statistics/overview';
import type { Facts } from './actions.queries.ts';

const DAY_MS = 86_400_000;
/** Full days without work after which somebody should ask why. */
const IDLE_DAYS = 3;
/** A side that is picked so much oftener than the other matters, however sure it is. */
const SIDE_MARGIN = 0.03;

export interface Standing {
  readonly project: Pick<Project, 'state'>;
  readonly counts: ProjectCounts;
  readonly overview: Overview | null;
  readonly facts: Facts;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What to do next, the most urgent first. */
export function actionsOf(standing: Standing): Dashboard['actions'] {
  const { project, counts, facts, overview } = standing;
  if (project.state === 'archived') return [];
  const active = project.state === 'active';
  const open = counts.remaining > 0;
  const actions: [kind: ActionKind, applies: boolean, n: number | null, of?: number][] = [
    ['no_comparisons', counts.comparisons === 0, null],
    ['paused', project.state === 'paused', null],
    ['nobody', facts.annotators === 0 && open, null],
    ['idle', active && open && isIdle(standing), null],
    ['stuck', facts.annotators > 0 && facts.stuck > 0, facts.stuck, facts.free],
    ['unfit', counts.unfit > 0, counts.unfit],
    ['flagged', facts.reported > 0, facts.reported],
    ['disputes', facts.disputes > 0, facts.disputes],
    ['gold_low', facts.gold_low > 0, facts.gold_low],
    ['alerts', facts.alerts > 0, facts.alerts],
    ['side_bias', overview !== null && leansToASide(overview), null],
    ['no_overlap', overview?.agreement.reason === 'no_overlap' && counts.judgments >= leastForShares, null],
    ['exports_stale', (facts.unexported ?? 0) > 0, facts.unexported],
    ['all_done', counts.comparisons > 0 && !open && facts.unexported === null, null],
  ];
  return actions.flatMap(([kind, applies, n, of = null]) => (applies ? [{ kind, n, of }] : []));
}

/** There was work, and there has been none for some days. */
function isIdle({ overview, now }: Standing): boolean {
  const last = overview?.perDay.findLast(({ judgments, imported }) => judgments > imported);
  return last !== undefined && Math.floor(now / DAY_MS) - Date.parse(last.day) / DAY_MS > IDLE_DAYS;
}

function leansToASide({ leftShare: { value, low, high } }: Overview): boolean {
  if (value === null || low === null || high === null) return false;
  return (low > 0.5 || high < 0.5) && Math.abs(value - 0.5) >= SIDE_MARGIN;
}
