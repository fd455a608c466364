import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { lazy, Suspense, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ComponentProps } from 'react';
import { useLocale, useT } from '../i18n/use-i18n.ts';
import { effectiveTheme } from '../shell/theme.ts';
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
import type { Layout } from './pane/PairPane.tsx';
import { onPreferencesChange, preferences } from './desk/preferences.ts';
import type { Preferences } from './desk/preferences.ts';
import { ShortcutRegistry } from './shortcuts/registry.ts';
import { useBenchShortcuts } from './desk/use-bench-shortcuts.ts';
import { useEntry } from './answer/use-entry.ts';
import { useGuidelines } from './desk/use-guidelines.ts';
import { usePreparedText } from './pane/use-prepared-text.ts';
import { useLater } from './session/use-later.ts';
import type { SessionState } from './session/session.ts';
import { useSitting } from './session/use-sitting.ts';
import { layoutFor, narrowest, panelBeside, useWidth } from './desk/use-stage-size.ts';

// After the first pair is readable; fetched at once all the same, so that they are there when the network is not.
const BenchDialogs = lazy(async () => ({ default: (await import('./desk/BenchDialogs.tsx')).BenchDialogs }));

function LaterDialogs(props: ComponentProps<typeof BenchDialogs>) {
  return (
    <Suspense fallback={null}>
      <BenchDialogs {...props} />
    </Suspense>
  );
}

/** The annotator's desk: reads pairs, takes decisions, keeps them. */
export function Workbench({ project }: { project: AnnotatorProject }) {
  const { chosen, stage, work, scale, width, layout } = useScreen();
  const [registry] = useState(() => new ShortcutRegistry());
  const [open, setOpen] = useState<OpenDialog>(null);
  const sitting = useSitting(project);
  const { controller, session } = sitting;
  const bench = useMemo(() => ({ controller, registry }), [controller, registry]);
  const desk = useEntry(controller, session);
  const main = desk.form?.main ?? null;
  const guidelines = useGuidelines(project);
  const hasPair = currentWork(session) !== null;
  const commands = useCommands({
    controller,
    entry: desk,
    layout,
    hasPair,
    open: setOpen,
    toggleGuidelines: guidelines.toggle,
    stage,
    scale,
  });
  useBenchShortcuts(registry, main, commands);
  useQuietWork(project, { controller, session, layout, chosen });
  return (
    <BenchContext value={bench}>
      <div className={styles['bench']}>
        <BenchHeader
          project={project}
          sitting={sitting}
          guidelinesOpen={chosen.dockOpen}
          guidelines={guidelines}
          onKeys={commands.keys}
        />
        <BenchBanners />
        <main className={styles['body']} id="content">
          <div className={styles['frame']}>
            <div className={styles['work']} ref={work} data-beside={panelBeside(main, width)}>
              <BenchPair project={project} sitting={sitting} layout={layout} chosen={chosen} stage={stage} />
              <BenchBar
                session={session}
                desk={desk}
                hasPair={hasPair}
                narrow={width < narrowest}
                layout={layout}
                rendering={chosen.rendering}
                groupRef={scale}
                commands={commands}
              />
            </div>
          </div>
          {chosen.dockOpen ? (
            <GuidelinesDock guidelines={project.guidelines} onClose={guidelines.toggle} />
          ) : null}
        </main>
        <LaterDialogs open={open} onClose={() => setOpen(null)} controller={controller} registry={registry} />
      </div>
    </BenchContext>
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
}

/** What goes on without anybody asking: noting how things are looked at, preparing texts, keeping drafts. */
function useQuietWork(project: AnnotatorProject, { controller, session, layout, chosen }: QuietWork): void {
  useCircumstances(controller, layout, chosen);
  useSigns(controller.attention);
  usePreparedText(session, useT(), chosen.rendering === 'markdown');
  useLater(controller, session, project.id);
}

/** Keeps what is recorded with each judgment about the screen up to date. */
function useCircumstances(controller: Controller, layout: Layout, chosen: Preferences): void {
  const locale = useLocale();
  useEffect(() => {
    controller.look({
      layout,
      locale,
      rendering: chosen.rendering,
      widthClass: widthClass(innerWidth),
      theme: effectiveTheme(),
      guidelinesOpened: chosen.dockOpen,
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
