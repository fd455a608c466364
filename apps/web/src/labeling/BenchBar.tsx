import type { AnnotatorProject, Answer } from '@pairwright/contract/annotate';
import { useEffect, useState } from 'react';
import type { RefObject } from 'react';
import { useT } from '../i18n/use-i18n.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { TextArea } from '../ui/Field.tsx';
import styles from './bar.module.css';
import benchStyles from './bench.module.css';
import { DecisionBar } from './DecisionBar.tsx';
import type { DecisionBarProps } from './DecisionBar.tsx';
import type { Layout } from './PairPane.tsx';
import { answerText } from './scale.ts';
import type { Decision, SessionState } from './session.ts';
import { Tools } from './Tools.tsx';
import type { BenchCommands } from './use-bench-shortcuts.ts';

interface BenchBarProps {
  project: AnnotatorProject;
  session: SessionState;
  picked: Answer | null;
  decision: Decision | null;
  hasPair: boolean;
  narrow: boolean;
  layout: Layout;
  rendering: 'markdown' | 'raw';
  commentOpen: boolean;
  rationale: string;
  groupRef: RefObject<HTMLDivElement | null>;
  commands: Omit<BenchCommands, 'choose' | 'submitFromField'>;
  onSelect: (answer: Answer) => void;
  onGive: DecisionBarProps['onGive'];
  onRationale: (text: string) => void;
}

/** The foot of the desk: question, scale, comment, tools. */
export function BenchBar(props: BenchBarProps) {
  const { project, session, commands, decision, hasPair } = props;
  const notice = useNotice(session);
  const { points } = project.question.scale;
  return (
    <div className={styles['bar']}>
      {decision === null || session.visiting === null ? null : (
        <Visiting decision={decision} points={points} onForward={commands.forward} />
      )}
      {hasPair ? (
        <DecisionBar
          question={project.question}
          selected={props.picked}
          onSelect={props.onSelect}
          onGive={props.onGive}
          groupRef={props.groupRef}
          notice={notice}
        />
      ) : null}
      {props.commentOpen ? <Comment text={props.rationale} onChange={props.onRationale} /> : null}
      <Tools
        narrow={props.narrow}
        canUndo={session.log.length > 0}
        layout={props.layout}
        rendering={props.rendering}
        commentOpen={props.commentOpen}
        hasPair={hasPair}
        onUndo={commands.undo}
        onSkip={commands.skip}
        onFlag={commands.flag}
        onBack={commands.back}
        onLayout={commands.layout}
        onRaw={commands.raw}
        onComment={props.commentOpen ? commands.leaveField : commands.comment}
      />
    </div>
  );
}

function Visiting({ decision, points, onForward }: { decision: Decision; points: number; onForward: () => void }) {
  const t = useT();
  const text =
    decision.kind === 'skip'
      ? t('labeling.visiting_skipped')
      : t('labeling.visiting', { answer: answerText({ ...fieldsOf(decision.answer), points }, t) });
  return (
    <div className={benchStyles['visiting']} role="status">
      <Badge tone="accent">{text}</Badge>
      <Button size="small" icon="chevronRight" aria-keyshortcuts="ArrowRight" onClick={onForward}>
        {t('labeling.history_forward')}
      </Button>
    </div>
  );
}

function fieldsOf(answer: Answer): { outcome: Answer['outcome']; position: number | null } {
  return { outcome: answer.outcome, position: answer.outcome === 'scale' ? answer.position : null };
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

/** A press that did not count, said for two seconds. */
function useNotice(session: SessionState): string | null {
  const t = useT();
  const { ignored } = session;
  const [over, setOver] = useState(0);
  const turn = ignored?.turn ?? 0;
  useEffect(() => {
    if (turn === 0) return;
    const timer = setTimeout(() => setOver(turn), 2000);
    return () => clearTimeout(timer);
  }, [turn]);
  return ignored === null || over === turn ? null : t(`labeling.ignored_${ignored.reason}`);
}
