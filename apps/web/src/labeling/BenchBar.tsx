import type { Answer } from '@pairwright/contract/annotate';
import type { Question } from '@pairwright/contract/projects';
import { useEffect, useState } from 'react';
import type { RefObject } from 'react';
import { useT } from '../i18n/use-i18n.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { TextArea } from '../ui/Field.tsx';
import styles from './bar.module.css';
import benchStyles from './bench.module.css';
import { DecisionBar } from './DecisionBar.tsx';
import type { Layout } from './PairPane.tsx';
import { answerText } from './scale.ts';
import type { Decision, SessionState } from './session.ts';
import { Tools } from './Tools.tsx';
import type { BenchCommands } from './use-bench-shortcuts.ts';
import type { ChoiceState } from './use-choice.ts';

interface BenchBarProps {
  question: Question;
  session: SessionState;
  choice: ChoiceState;
  hasPair: boolean;
  narrow: boolean;
  layout: Layout;
  rendering: 'markdown' | 'raw';
  groupRef: RefObject<HTMLDivElement | null>;
  commands: Omit<BenchCommands, 'choose' | 'submitFromField'>;
}

/** The foot of the desk: question, scale, comment, tools. */
export function BenchBar(props: BenchBarProps) {
  const { question, session, choice, commands, hasPair } = props;
  const notice = useNotice(session);
  return (
    <div className={styles['bar']}>
      {choice.decision === null || session.visiting === null ? null : (
        <Visiting decision={choice.decision} points={question.scale.points} onForward={commands.forward} />
      )}
      {hasPair ? (
        <DecisionBar
          question={question}
          selected={choice.picked}
          onSelect={choice.select}
          onGive={choice.give}
          groupRef={props.groupRef}
          notice={notice}
        />
      ) : null}
      {choice.commentOpen ? <Comment text={choice.rationale} onChange={choice.write} /> : null}
      <Tools
        narrow={props.narrow}
        canUndo={session.log.length > 0}
        layout={props.layout}
        rendering={props.rendering}
        commentOpen={choice.commentOpen}
        hasPair={hasPair}
        onUndo={commands.undo}
        onSkip={commands.skip}
        onFlag={commands.flag}
        onBack={commands.back}
        onLayout={commands.layout}
        onRaw={commands.raw}
        onComment={choice.commentOpen ? commands.leaveField : commands.comment}
      />
    </div>
  );
}

function Visiting({
  decision,
  points,
  onForward,
}: {
  decision: Decision;
  points: number;
  onForward: () => void;
}) {
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
