import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLocale, useT } from '../i18n/use-i18n.ts';
import { effectiveTheme } from '../shell/theme.ts';
import styles from './bench.module.css';
import { BenchBanners } from './BenchBanners.tsx';
import { BenchBar } from './BenchBar.tsx';
import { BenchHeader } from './BenchHeader.tsx';
import { BenchPair, currentWork } from './BenchPair.tsx';
import { widthClass } from './circumstances.ts';
import { useCommands } from './use-commands.ts';
import type { OpenDialog } from './use-commands.ts';
import type { Controller } from './controller.ts';
import { GuidelinesDock } from './GuidelinesDock.tsx';
import type { Layout } from './PairPane.tsx';
import { onPreferencesChange, preferences } from './preferences.ts';
import type { Preferences } from './preferences.ts';
import { ShortcutRegistry } from './shortcuts/registry.ts';
import { useBenchShortcuts } from './use-bench-shortcuts.ts';
import { useChoice } from './use-choice.ts';
import { useGuidelines } from './use-guidelines.ts';
import { usePreparedText } from './use-prepared-text.ts';
import { useSitting } from './use-sitting.ts';
import { layoutFor, narrowest, useWidth } from './use-stage-size.ts';

// After the first pair is readable; fetched at once all the same, so that they are there when the network is not.
const BenchDialogs = lazy(async () => ({ default: (await import('./BenchDialogs.tsx')).BenchDialogs }));

/** The annotator's desk: reads pairs, takes decisions, keeps them. */
export function Workbench({ project }: { project: AnnotatorProject }) {
  const t = useT();
  const { chosen, stage, work, scale, width, layout } = useScreen();
  const [registry] = useState(() => new ShortcutRegistry());
  const [open, setOpen] = useState<OpenDialog>(null);
  const sitting = useSitting(project);
  const { controller, session } = sitting;
  const choice = useChoice(controller, session);
  const guidelines = useGuidelines(project);
  const hasPair = currentWork(session) !== null;
  const commands = useCommands({
    controller,
    choice,
    layout,
    hasPair,
    open: setOpen,
    toggleGuidelines: guidelines.toggle,
    stage,
    scale,
  });
  useCircumstances(controller, layout, chosen);
  useBenchShortcuts(registry, project.question.scale, commands);
  useSigns(controller.attention);
  usePreparedText(session, t, chosen.rendering === 'markdown');
  return (
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
        <div className={styles['work']} ref={work}>
          <BenchPair project={project} sitting={sitting} layout={layout} chosen={chosen} stage={stage} />
          <BenchBar
            question={project.question}
            session={session}
            choice={choice}
            hasPair={hasPair}
            narrow={width < narrowest}
            layout={layout}
            rendering={chosen.rendering}
            groupRef={scale}
            commands={commands}
          />
        </div>
        {chosen.dockOpen ? (
          <GuidelinesDock guidelines={project.guidelines} onClose={guidelines.toggle} />
        ) : null}
      </main>
      <Suspense fallback={null}>
        <BenchDialogs open={open} onClose={() => setOpen(null)} controller={controller} registry={registry} />
      </Suspense>
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
