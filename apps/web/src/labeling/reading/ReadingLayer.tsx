import { useEffect, useSyncExternalStore } from 'react';
import type { RefObject } from 'react';
import type { Preferences } from '../desk/preferences.ts';
import type { Layout } from '../pane/layout.ts';
import type { Attention } from '../session/attention.ts';
import type { Work } from '../session/session.ts';
import type { ShortcutRegistry } from '../shortcuts/registry.ts';
import { prepareDiff } from './diff/diff-words.ts';
import { DiffLayer } from './diff/DiffLayer.tsx';
import { FindBar } from './find/FindBar.tsx';
import { syncScrolling } from './sync-scroll.ts';
import { mayDiff, readingActions } from './reading-actions.ts';
import { useReadingShortcuts } from './reading-shortcuts.ts';
import { onViewChange, resetView, setView, view } from './view.ts';

export interface ReadingLayerProps {
  work: Work;
  stage: RefObject<HTMLElement | null>;
  layout: Layout;
  chosen: Preferences;
  attention: Attention;
  registry: ShortcutRegistry;
}

/** The tools for reading: loaded after the first pair can be read. */
export function ReadingLayer({ work, stage, layout, chosen, attention, registry }: ReadingLayerProps) {
  const { diff, find } = useSyncExternalStore(onViewChange, view);
  useReadingShortcuts(registry, work.question.form, readingActions(work));
  useEffect(() => {
    prepareDiff();
    return resetView;
  }, []);
  const synced = chosen.syncScroll && layout === 'side_by_side';
  useEffect(() => {
    const element = stage.current;
    return synced && element !== null ? syncScrolling(element) : undefined;
  }, [stage, synced]);
  return (
    <>
      {find ? (
        <FindBar
          stage={stage}
          onPlace={(place) => {
            if (layout === 'one_at_a_time') setView({ focus: { id: work.id, place } });
          }}
        />
      ) : null}
      {diff === work.id && mayDiff(work) ? (
        <DiffLayer key={work.id} stage={stage} attention={attention} />
      ) : null}
    </>
  );
}
