import { isOneKey } from '@pairwright/domain/judgment/form';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ReactNode, RefObject } from 'react';
import type { LockReason } from '@pairwright/contract/annotate';
import type { Question } from '@pairwright/contract/projects';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import styles from './bar.module.css';
import benchStyles from './bench.module.css';
import { AnswerPanel } from '../answer/AnswerPanel.tsx';
import type { Layout } from '../pane/layout.ts';
import { hasPlainComment } from '../answer/beside.ts';
import { answerText } from '../answer/answer-text.ts';
import type { Holds } from '../session/holds.ts';
import type { Raised } from '../session/raised.ts';
import { currentId } from '../session/session.ts';
import type { Decision, SessionState } from '../session/session.ts';
import { lettersAreAnswers } from '../shortcuts/tool-chord.ts';
import { useKeys } from '../shortcuts/use-keys.ts';
import { Tools } from './Tools.tsx';
import type { BenchCommands } from './use-bench-shortcuts.ts';
import type { EntryDesk } from '../answer/use-entry.ts';

interface BenchBarProps {
  holds: Holds;
  raised: Raised;
  session: SessionState;
  desk: EntryDesk;
  hasPair: boolean;
  later: boolean;
  narrow: boolean;
  layout: Layout;
  rendering: 'markdown' | 'raw';
  groupRef: RefObject<HTMLDivElement | null>;
  commands: BenchCommands;
}

/** The foot of the desk: question, scale, comment, tools. */
export function BenchBar(props: BenchBarProps) {
  const { session, desk, commands, hasPair, holds, raised } = props;
  const { work, decision } = desk;
  const notice = useNotice(session);
  const guard = guardOf(session);
  // For programs that drive the page: the guard runs from then, on the clock of `performance.now()`.
  const painted = guard === 'settling' ? session.painted?.at : undefined;
  const covered = useSyncExternalStore(
    holds.subscribe,
    () => work !== null && desk.form !== null && !isOneKey(desk.form) && holds.covers(work),
  );
  useSyncExternalStore(raised.subscribe, raised.flags);
  const bar = useRef<HTMLDivElement>(null);
  useKeptFocus(bar, (within) => within.querySelector('[data-home]'));
  // Where words are more than a comment, they have their place among the parts of the form.
  const commentHere = desk.form === null || hasPlainComment(desk.form);
  return (
    <div ref={bar} className={styles['bar']} data-guard={guard} data-painted={painted}>
      {decision === null || session.visiting === null || work === null ? null : (
        <Visiting decision={decision} question={work.question} onForward={commands.forward} />
      )}
      {work === null ? null : (
        <Lockable lock={covered ? 'covered' : (session.locks.get(work.id) ?? null)}>
          <AnswerPanel desk={desk} work={work} groupRef={props.groupRef} notice={notice} />
        </Lockable>
      )}
      {commentHere && desk.commentOpen ? (
        <Comment
          text={desk.entry.rationale}
          onChange={(rationale) => desk.change((entry) => ({ ...entry, rationale }))}
        />
      ) : null}
      <Tools
        narrow={props.narrow}
        canUndo={session.log.length > 0 || desk.canUndoChange || raised.isLast(session)}
        layout={props.layout}
        rendering={props.rendering}
        commentOpen={commentHere && desk.commentOpen}
        canComment={desk.form?.rationale.mode !== 'off'}
        hasPair={hasPair}
        shifted={lettersAreAnswers(desk.form?.main ?? null)}
        work={work}
        later={props.later}
        onRecorded={commands.recorded}
        onUndo={commands.undo}
        onSkip={commands.skip}
        onFlag={commands.flag}
        onBack={commands.back}
        onLayout={commands.layout}
        onRaw={commands.raw}
        onComment={commentHere && desk.commentOpen ? commands.leaveField : commands.comment}
      />
    </div>
  );
}

/** An answer that takes no more changes says why, and its controls are off. */
function Lockable({ lock, children }: { lock: LockReason | 'covered' | null; children: ReactNode }) {
  const t = useT();
  if (lock === null) return children;
  return (
    <fieldset disabled className={styles['locked']} aria-describedby="locked-because">
      <legend className="visually-hidden">
        {t(lock === 'covered' ? 'labeling.locked_covered' : 'labeling.locked')}
      </legend>
      <p id="locked-because" className={styles['lockedBecause']}>
        <Icon name="lock" />
        {t(`labeling.locked_${lock}`)}
      </p>
      {children}
    </fieldset>
  );
}

function Visiting({
  decision,
  question,
  onForward,
}: {
  decision: Decision;
  question: Question;
  onForward: () => void;
}) {
  const t = useT();
  const locale = useLocale();
  const keys = useKeys('forward', ['ArrowRight']);
  const text =
    decision.kind === 'skip'
      ? t('labeling.visiting_skipped')
      : t('labeling.visiting', { answer: answerText(decision.answer, { question, locale }, t) });
  return (
    <div className={benchStyles['visiting']} role="status">
      <Badge tone="accent">{text}</Badge>
      <Button size="small" icon="chevronRight" aria-keyshortcuts={keys.aria} onClick={onForward}>
        {t('labeling.history_forward')}
      </Button>
    </div>
  );
}

function Comment({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const t = useT();
  return (
    <div className={styles['comment']}>
      <TextArea
        // Opened by the person just now: the cursor belongs here.
        ref={(area: HTMLTextAreaElement | null) => area?.focus()}
        label={t('labeling.comment')}
        hint={t('labeling.comment_hint')}
        rows={2}
        maxLength={10_000}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** Whether presses count yet: `waiting` for the pair to be seen, then `settling` for as long as nobody can have read it. */
function guardOf(session: SessionState): 'waiting' | 'settling' | undefined {
  const id = currentId(session);
  if (id === null) return undefined;
  return session.painted?.id === id ? 'settling' : 'waiting';
}

/** A press that did not count, said for two seconds. */
function useNotice(session: SessionState): string | null {
  const t = useT();
  const { ignored } = session;
  // Turns begin anew with each pair, so the press itself tells what was said already.
  const [over, setOver] = useState<SessionState['ignored']>(null);
  useEffect(() => {
    if (ignored === null) return;
    const timer = setTimeout(() => setOver(ignored), 2000);
    return () => clearTimeout(timer);
  }, [ignored]);
  return ignored === null || over === ignored ? null : t(`labeling.ignored_${ignored.reason}`);
}
