import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useLocale, useT } from '../i18n/use-i18n.ts';
import { effectiveTheme } from '../shell/theme.ts';
import { useCaughtFocus } from '../shell/use-page-title.ts';
import styles from './desk/bench.module.css';
import { BenchBanners } from './desk/BenchBanners.tsx';
import { BenchBar } from './desk/BenchBar.tsx';
import { BenchHeader } from './desk/BenchHeader.tsx';
import { BenchPair, currentWork } from './pane/BenchPair.tsx';
import { BenchContext } from './session/bench-context.ts';
import { widthClass } from './session/circumstances.ts';
import { useCommands } from './desk/use-commands.ts';
import type { OpenDialog } from './desk/use-commands.ts';
import type { Controller } from './session/controller.ts';
import { GuidelinesDock } from './desk/GuidelinesDock.tsx';
import type { Layout } from './pane/layout.ts';
import { onPreferencesChange, preferences } from './desk/preferences.ts';
import type { Preferences } from './desk/preferences.ts';
import { LaterLife } from './life/later.tsx';
import { LaterDialogs, LaterReading, useLaterParts } from './LaterParts.tsx';
import { ShortcutRegistry } from './shortcuts/registry.ts';
import { useBenchShortcuts, useHearing } from './desk/use-bench-shortcuts.ts';
import { useLateTools } from './desk/late-tools.ts';
import type { BenchCommands } from './desk/use-bench-shortcuts.ts';
import { useEntry } from './answer/use-entry.ts';
import type { EntryDesk } from './answer/use-entry.ts';
import { useGuidelines } from './desk/use-guidelines.ts';
import { usePreparedText } from './pane/use-prepared-text.ts';
import { useLater } from './session/use-later.ts';
import type { SessionState } from './session/session.ts';
import { useSitting } from './session/use-sitting.ts';
import type { Sitting } from './session/use-sitting.ts';
import { layoutFor, narrowest, panelBeside, useWidth } from './desk/use-stage-size.ts';

/** The annotator's desk: reads pairs, takes decisions, keeps them. */
export function Workbench({ project }: { project: AnnotatorProject }) {
  const screen = useScreen();
  const { chosen, stage, scale, width, layout } = screen;
  const [registry] = useState(() => new ShortcutRegistry());
  const [open, setOpen] = useState<OpenDialog>(null);
  const sitting = useSitting(project);
  const { controller, session } = sitting;
  const bench = useMemo(() => ({ controller, registry }), [controller, registry]);
  const desk = useEntry(controller, session);
  const main = desk.form?.main ?? null;
  const guidelines = useGuidelines(project);
  useCaughtFocus();
  const hasPair = currentWork(session) !== null;
  const commands = useCommands({
    controller,
    entry: desk,
    layout,
    narrow: width < narrowest,
    hasPair,
    open: setOpen,
    toggleGuidelines: guidelines.toggle,
    stage,
    scale,
  });
  useBenchShortcuts(registry, main, commands);
  const later = useRarer(registry, sitting);
  useQuietWork(project, { controller, session, layout, chosen, later });
  return (
    <BenchContext value={bench}>
      <div className={styles['bench']}>
        <BenchHeader
          project={project}
          sitting={sitting}
          later={later}
          guidelinesOpen={chosen.dockOpen}
          guidelines={guidelines}
          onKeys={commands.keys}
        />
        <BenchBanners nothing={sitting.supply.nothing} />
        <LaterLife on={later} project={project} controller={controller} />
        <main className={styles['body']} id="content" tabIndex={-1}>
          <div className={styles['frame']} data-desk="">
            <WorkArea {...{ project, sitting, desk, registry, commands, later, screen }} />
          </div>
          {chosen.dockOpen ? (
            <GuidelinesDock guidelines={project.guidelines} onClose={guidelines.toggle} />
          ) : null}
        </main>
        <LaterDialogs
          on={later || open !== null}
          open={open}
          onClose={() => setOpen(null)}
          onRecorded={commands.recorded}
          controller={controller}
          registry={registry}
        />
      </div>
    </BenchContext>
  );
}

/** What comes after the first pair, by and by or when its key is pressed; true from when it may load. */
function useRarer(registry: ShortcutRegistry, { controller, session }: Sitting): boolean {
  const { later, wake } = useLaterParts(session.painted !== null);
  useHearing(registry, useLateTools(controller, wake));
  return later;
}

interface WorkAreaProps {
  project: AnnotatorProject;
  sitting: Sitting;
  desk: EntryDesk;
  registry: ShortcutRegistry;
  commands: BenchCommands;
  /** What is rarer may load. */
  later: boolean;
  screen: ReturnType<typeof useScreen>;
}

/** The pair, and below it the tools and the form. */
function WorkArea({ project, sitting, desk, registry, commands, later, screen }: WorkAreaProps) {
  const { chosen, stage, work, scale, width, layout } = screen;
  const { controller, session } = sitting;
  return (
    <div className={styles['work']} ref={work} data-beside={panelBeside(desk.form?.main ?? null, width)}>
      <BenchPair project={project} sitting={sitting} layout={layout} chosen={chosen} stage={stage} />
      <LaterReading
        on={later}
        work={desk.work}
        stage={stage}
        layout={layout}
        chosen={chosen}
        attention={controller.attention}
        registry={registry}
      />
      <BenchBar
        holds={controller.holds}
        raised={controller.raised}
        session={session}
        desk={desk}
        hasPair={currentWork(session) !== null}
        later={later}
        narrow={width < narrowest}
        layout={layout}
        rendering={chosen.rendering}
        groupRef={scale}
        commands={commands}
      />
    </div>
  );
}

/** The parts of the page that keys and layout work on. */
function useScreen() {
  const chosen = useSyncExternalStore(onPreferencesChange, preferences);
  const stage = useRef<HTMLDivElement>(null);
  const work = useRef<HTMLDivElement>(null);
  const scale = useRef<HTMLDivElement>(null);
  const width = useWidth(work);
  return { chosen, stage, work, scale, width, layout: layoutFor(width, chosen.layout) };
}

interface QuietWork {
  controller: Controller;
  session: SessionState;
  layout: Layout;
  chosen: Preferences;
  /** What is rarer may load. */
  later: boolean;
}

/** What goes on without anybody asking: noting how things are looked at, preparing texts, keeping drafts. */
function useQuietWork(project: AnnotatorProject, work: QuietWork): void {
  const { controller, session, layout, chosen, later } = work;
  useCircumstances({ controller, layout, chosen, guidelinesVersion: project.guidelines.version });
  useSigns(controller.attention);
  usePreparedText(session, useT(), { markdown: chosen.rendering === 'markdown', later });
  useLater(controller, session, project.id);
}

/** Keeps what is recorded with each judgment about the screen up to date. */
function useCircumstances({
  controller,
  layout,
  chosen,
  guidelinesVersion,
}: Omit<QuietWork, 'session' | 'later'> & { guidelinesVersion: number }): void {
  const locale = useLocale();
  useEffect(() => {
    controller.look({
      layout,
      locale,
      rendering: chosen.rendering,
      widthClass: widthClass(innerWidth),
      theme: effectiveTheme(),
      guidelinesVersion,
      guidelinesOpened: chosen.dockOpen,
      textSize: chosen.textSize,
      syncScroll: chosen.syncScroll && layout === 'side_by_side',
    });
  });
}

/** Keys and pointers show that somebody is there. */
function useSigns(attention: { sign: (now: number) => void }): void {
  useEffect(() => {
    const sign = (event: Event): void => attention.sign(event.timeStamp);
    const kinds = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchmove'];
    for (const kind of kinds) document.addEventListener(kind, sign, { passive: true });
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, sign);
    };
  }, [attention]);
}
