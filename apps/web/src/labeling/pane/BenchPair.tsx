import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { useCallback, useSyncExternalStore } from 'react';
import type { RefObject } from 'react';
import { translate } from '../../i18n/i18n.ts';
import { toast } from '../../ui/toast.ts';
import { NothingToShow } from '../desk/BenchStates.tsx';
import type { Layout } from './layout.ts';
import { onViewChange, view } from '../reading/view.ts';
import type { Preferences } from '../desk/preferences.ts';
import { currentId, nextIds } from '../session/session.ts';
import type { SessionState, Work } from '../session/session.ts';
import { Stage } from './Stage.tsx';
import { LaterCover } from '../life/later.tsx';
import { Switcher } from '../desk/Switcher.tsx';
import type { Sitting } from '../session/use-sitting.ts';

interface BenchPairProps {
  project: AnnotatorProject;
  sitting: Sitting;
  layout: Layout;
  chosen: Preferences;
  stage: RefObject<HTMLDivElement | null>;
}

/** The pair at hand, or why there is none. */
export function BenchPair({ project, sitting, layout, chosen, stage }: BenchPairProps) {
  const { controller, session, supply } = sitting;
  const { holds } = controller;
  useSyncExternalStore(holds.subscribe, holds.version);
  const current = currentWork(session);
  const { focus } = useSyncExternalStore(onViewChange, view);
  const onFallback = useCallback(
    (id: string, part: string) => controller.attention.fallback(id, part),
    [controller],
  );
  const onBroken = useCallback(
    (id: string) => {
      controller.flag(id, { reason: 'broken_content', note: null, isOwn: false });
      toast(translate('labeling.saved_flag'));
    },
    [controller],
  );
  if (current === null) {
    return (
      <NothingToShow
        project={project}
        supply={supply}
        exhausted={session.exhausted}
        doneToday={sitting.doneToday}
        onRetry={() => void controller.refill()}
      />
    );
  }
  const [next, afterNext] = nextIds(session, 2);
  return (
    <>
      {layout !== 'side_by_side' || current.responses.length > 2 ? (
        <Switcher stage={stage} work={current} layout={layout} focus={focus} />
      ) : null}
      <Stage
        current={current}
        seen={session.painted?.id === current.id}
        next={workOf(session, next ?? null)}
        afterNext={workOf(session, afterNext ?? null)}
        previous={workOf(session, session.trail.at(-1) ?? null)}
        layout={layout}
        rendering={chosen.rendering}
        promptOpen={chosen.promptOpen}
        invisible={chosen.invisible}
        textSize={chosen.textSize}
        focus={focus}
        onFallback={onFallback}
        onBroken={onBroken}
        attention={controller.attention}
        covers={holds.covers}
        cover={holds.covers(current) ? <LaterCover key={current.id} work={current} /> : null}
        stageRef={stage}
        onPainted={(shown, at) => controller.painted(shown, at)}
      />
    </>
  );
}

export function currentWork(session: SessionState): Work | null {
  return workOf(session, currentId(session));
}

function workOf(session: SessionState, id: string | null): Work | null {
  return id === null ? null : (session.works.get(id) ?? null);
}
