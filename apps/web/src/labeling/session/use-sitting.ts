import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useSearch } from 'wouter';
import { explainProblem } from '../../api/problem.ts';
import { loadCatalogues, translate } from '../../i18n/i18n.ts';
import type { Action } from '../../outbox/action.ts';
import { useOutbox } from '../../outbox/use-outbox.ts';
import { announce } from '../../ui/live-region.ts';
import { toast } from '../../ui/toast.ts';
import { firstCircumstances } from './circumstances.ts';
import { Controller } from './controller.ts';
import type { Supply } from './controller.ts';
import type { Keeper } from './keeper.ts';
import type { SessionState } from './session.ts';

export interface Sitting {
  controller: Controller;
  session: SessionState;
  supply: Supply;
  doneToday: number;
  /** Null where the server stopped counting. */
  left: number | null;
}

/** The server counts what remains only up to here. */
const remainingCap = 10_000;

/** One sitting at a project, from the first claim to leaving the page. */
export function useSitting(project: AnnotatorProject): Sitting {
  const outbox = useOutbox();
  const [start] = useState({ judgedToday: project.judgedToday, remaining: project.remaining });
  const [controller] = useState(() => {
    const made: Controller = new Controller(
      {
        projectId: project.id,
        leaseMinutes: project.leaseMinutes,
        outbox,
        keeper: () => keeperOf(outbox.userId, project.id),
        onUndoTrouble: (trouble) =>
          toast(translate(undoTroubles[trouble.kind === 'locked' ? trouble.why : trouble.kind])),
        onSaved: (action) => announceSaved(action, start.judgedToday + made.state().judged),
      },
      firstCircumstances(project.guidelines.version),
    );
    return made;
  });
  const session = useSyncExternalStore(controller.subscribe, controller.state);
  const supply = useSyncExternalStore(controller.subscribe, controller.supply);
  useEffect(() => controller.start(), [controller]);
  useEffect(
    () =>
      outbox.onSettled((_record, delivery) => {
        if (delivery.kind === 'done' && delivery.status === 'surplus') toast(translate('labeling.surplus'));
      }),
    [outbox],
  );
  useRevisit(controller);
  return {
    controller,
    session,
    supply,
    doneToday: Math.max(0, start.judgedToday + session.judged),
    left:
      start.remaining >= remainingCap
        ? null
        : Math.max(session.queue.length, start.remaining - session.handled),
  };
}

/** Comes on its own, after the first pair; null where it cannot be loaded or the browser keeps nothing. */
async function keeperOf(userId: string, projectId: string): Promise<Keeper | null> {
  const [module] = await Promise.all([import('./keeper.ts'), loadCatalogues(['safety'])]).catch(() => [null]);
  return module === null ? null : new module.Keeper(userId, projectId);
}

const undoTroubles = {
  project_archived: 'safety.undo_project_archived',
  time_over: 'safety.undo_time_over',
  no_answer: 'safety.undo_no_answer',
  changed: 'safety.undo_changed',
} as const;

/** `?revisit=<assignment>` opens one of my earlier judgments first. */
function useRevisit(controller: Controller): void {
  const asked = new URLSearchParams(useSearch()).get('revisit');
  useEffect(() => {
    if (asked === null) return;
    controller.revisit(asked).catch((error: unknown) => toast(explainProblem(error, translate).title));
  }, [controller, asked]);
}

function announceSaved(action: Action, count: number): void {
  if (action.kind === 'judgment') announce(translate('labeling.saved', { count }));
  else if (action.kind === 'skip') announce(translate('labeling.saved_skip'));
  else if (action.kind === 'flag') announce(translate('labeling.saved_flag'));
  else if (action.kind === 'unflag') announce(translate('labeling.saved_unflag'));
  else announce(translate('labeling.saved_undo'));
}
