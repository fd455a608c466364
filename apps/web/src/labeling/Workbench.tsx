import type { AnnotatorProject, Answer } from '@pairwright/contract/annotate';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useLocale, useT } from '../i18n/use-i18n.ts';
import { effectiveTheme } from '../shell/theme.ts';
import { toast } from '../ui/toast.ts';
import styles from './bench.module.css';
import { BenchBanners } from './BenchBanners.tsx';
import { BenchBar } from './BenchBar.tsx';
import { BenchHeader } from './BenchHeader.tsx';
import { NothingToShow } from './BenchStates.tsx';
import { widthClass } from './circumstances.ts';
import { FlagDialog } from './FlagDialog.tsx';
import { GuidelinesDock, isNewVersion, rememberVersion } from './GuidelinesDock.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { onPreferencesChange, preferences, setPreferences } from './preferences.ts';
import { currentId, nextId } from './session.ts';
import type { SessionState, Work } from './session.ts';
import { ShortcutRegistry } from './shortcuts/registry.ts';
import { SkipDialog } from './SkipDialog.tsx';
import { markVote, Stage } from './Stage.tsx';
import { page } from './stage-dom.ts';
import { Switcher } from './Switcher.tsx';
import { useBenchShortcuts } from './use-bench-shortcuts.ts';
import { useSitting } from './use-controller.ts';
import { usePreparedText } from './use-prepared-text.ts';
import { layoutFor, narrowest, useWidth } from './use-stage-size.ts';

type Open = 'skip' | 'flag' | 'keys' | null;

/** The annotator's desk: reads pairs, takes decisions, keeps them. */
export function Workbench({ project }: { project: AnnotatorProject }) {
  const t = useT();
  const locale = useLocale();
  const chosen = useSyncExternalStore(onPreferencesChange, preferences);
  const [registry] = useState(() => new ShortcutRegistry());
  const [open, setOpen] = useState<Open>(null);
  const [selected, setSelected] = useState<{ id: string; answer: Answer } | null>(null);
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const [commentOpen, setCommentOpen] = useState(false);
  const [guidelinesNew, setGuidelinesNew] = useState(() => isNewVersion(project.id, project.guidelines.version));
  const input = useRef<'key' | 'pointer'>('key');
  const stage = useRef<HTMLDivElement>(null);
  const work = useRef<HTMLDivElement>(null);
  const group = useRef<HTMLDivElement>(null);
  const width = useWidth(work);
  const layout = layoutFor(width, chosen.layout);

  const { controller, session, supply, doneToday, left } = useSitting(project, () => ({
    layout,
    rendering: chosen.rendering,
    widthClass: widthClass(innerWidth),
    locale,
    theme: effectiveTheme(),
    input: input.current,
    guidelinesOpened: chosen.dockOpen,
    guidelinesVersion: project.guidelines.version,
  }));
  const id = currentId(session);
  const current = workOf(session, id);
  const decision = id === null ? null : (session.decisions.get(id) ?? null);
  const given = decision?.kind === 'judgment' ? decision : null;
  const picked = selected?.id === id ? selected.answer : (given?.answer ?? null);
  const rationale = id === null ? '' : (drafts[id] ?? given?.rationale ?? '');

  const give = (answer: Answer, event: { timeStamp: number; repeat: boolean }, by: 'key' | 'pointer'): void => {
    input.current = by;
    const trimmed = rationale.trim();
    markVote(event.timeStamp);
    controller.judge(answer, { at: event.timeStamp, repeat: event.repeat, rationale: trimmed === '' ? null : trimmed });
    if (currentId(controller.state()) === id) return;
    setSelected(null);
    setCommentOpen(false);
  };
  const select = (answer: Answer): void => {
    if (id !== null) setSelected({ id, answer });
  };
  const withPair = (next: Open): void => {
    if (current !== null) setOpen(next);
  };
  const leaveField = (): void => {
    setCommentOpen(false);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const toggleGuidelines = (): void => {
    setPreferences({ dockOpen: !chosen.dockOpen });
    rememberVersion(project.id, project.guidelines.version);
    setGuidelinesNew(false);
  };
  const commands = {
    choose: (choice: { answer: Answer; id: string }, event: { timeStamp: number; repeat: boolean }) => {
      if (chosen.commit === 'instant') return give(choice.answer, event, 'key');
      select(choice.answer);
      group.current?.querySelector<HTMLElement>(`[data-choice="${choice.id}"]`)?.focus();
    },
    submitFromField: (event: { timeStamp: number; repeat: boolean }) => {
      if (picked === null || event.repeat) return leaveField();
      leaveField();
      give(picked, event, 'key');
    },
    leaveField,
    undo: () => controller.undo(),
    skip: () => withPair('skip'),
    flag: () => withPair('flag'),
    back: () => void controller.back(),
    forward: () => void controller.forward(),
    page: (direction: 1 | -1) => page(stage.current, direction),
    guidelines: toggleGuidelines,
    layout: () => setPreferences({ layout: layout === 'stacked' ? 'side_by_side' : 'stacked' }),
    raw: () => setPreferences({ rendering: chosen.rendering === 'raw' ? 'markdown' : 'raw' }),
    comment: () => setCommentOpen(current !== null),
    keys: () => setOpen('keys'),
  };
  useBenchShortcuts(registry, project.question.scale, commands);
  useSigns(controller.attention);
  usePreparedText(session, t, chosen.rendering === 'markdown');

  return (
    <div className={styles['bench']}>
      <BenchHeader
        project={project}
        doneToday={doneToday}
        left={left}
        guidelinesOpen={chosen.dockOpen}
        guidelinesNew={guidelinesNew}
        onGuidelines={toggleGuidelines}
        onKeys={commands.keys}
      />
      <BenchBanners />
      <main className={styles['body']} id="content">
        <div className={styles['work']} ref={work}>
          {layout === 'stacked' && current !== null ? <Switcher stage={stage} /> : null}
          {current === null ? (
            <NothingToShow
              project={project}
              supply={supply}
              exhausted={session.exhausted}
              doneToday={doneToday}
              onRetry={() => void controller.refill()}
            />
          ) : (
            <Stage
              current={current}
              next={workOf(session, nextId(session))}
              previous={workOf(session, session.trail.at(-1) ?? null)}
              layout={layout}
              rendering={chosen.rendering}
              promptOpen={chosen.promptOpen}
              attention={controller.attention}
              stageRef={stage}
              onPainted={(shown, at) => {
                controller.attention.show(shown, at);
                controller.dispatch({ type: 'painted', id: shown, at });
              }}
            />
          )}
          <BenchBar
            project={project}
            session={session}
            picked={picked}
            decision={decision}
            hasPair={current !== null}
            narrow={width < narrowest}
            layout={layout}
            rendering={chosen.rendering}
            commentOpen={commentOpen && current !== null}
            rationale={rationale}
            groupRef={group}
            commands={commands}
            onSelect={select}
            onGive={give}
            onRationale={(text) => {
              if (id !== null) setDrafts({ ...drafts, [id]: text });
            }}
          />
        </div>
        {chosen.dockOpen ? <GuidelinesDock guidelines={project.guidelines} onClose={toggleGuidelines} /> : null}
      </main>
      {open === 'skip' ? (
        <SkipDialog
          registry={registry}
          onClose={() => setOpen(null)}
          onSkip={(reason, note, at) => {
            setOpen(null);
            markVote(at);
            controller.skip(reason, note, at);
          }}
        />
      ) : null}
      {open === 'flag' && id !== null ? (
        <FlagDialog
          onClose={() => setOpen(null)}
          onFlag={(reason, note) => {
            setOpen(null);
            controller.flag(id, reason, note);
            toast(t('labeling.saved_flag'));
          }}
        />
      ) : null}
      {open === 'keys' ? <KeysDialog registry={registry} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

function workOf(session: SessionState, id: string | null): Work | null {
  return id === null ? null : (session.works.get(id) ?? null);
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
