import type { Project } from '@pairwright/contract/projects';
import type { LifeCycleTable } from '@pairwright/domain/lifecycle';

type State = Project['state'];
type Event = 'pause' | 'resume' | 'archive';

/** The life of a project. Work is handed out only while it is active; an archived one is read-only work, not lost work. */
export const projectTable = {
  active: { pause: { to: 'paused' }, resume: { to: 'active' }, archive: { to: 'archived' } },
  paused: { pause: { to: 'paused' }, resume: { to: 'active' }, archive: { to: 'archived' } },
  archived: { pause: { refuse: 'archived' }, resume: { to: 'active' }, archive: { to: 'archived' } },
} as const satisfies LifeCycleTable<State, Event, 'archived'>;

const eventTo: Readonly<Record<State, Event>> = { active: 'resume', paused: 'pause', archived: 'archive' };

/** Whether a project may go from one state to another; staying as it is always may. */
export function mayChangeState(from: State, to: State): boolean {
  return 'to' in projectTable[from][eventTo[to]];
}
