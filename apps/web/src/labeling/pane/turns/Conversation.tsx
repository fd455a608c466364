import type { Message } from '@pairwright/contract/shapes';
import { useLayoutEffect, useRef } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { RawText } from '../../../ui/markdown/RawText.tsx';
import { takePlace } from '../kept-place.ts';
import { Passage } from '../Passage.tsx';
import type { TurnsProps } from '../Turns.tsx';
import { isJson, ToolCalls, ToolJson } from './ToolCards.tsx';
import { toolOf } from './tool-calls.ts';
import styles from './turns.module.css';
import { longConversation } from './near.ts';
import { useNear } from './use-near.ts';

/** A conversation in full: who speaks, what is judged, tools as cards, where it ends. */
export function Conversation(props: TurnsProps) {
  const { messages, judged, rows, emphasiseLast } = props;
  const t = useT();
  const list = useRef<HTMLOListElement>(null);
  useStart(list, { judged: judged ?? null, atEnd: emphasiseLast === true });
  const missing = (rows ?? 0) - messages.length;
  return (
    <ol
      ref={list}
      className={classNames(styles['turns'], messages.length > longConversation && styles['long'])}
      data-turns="full"
    >
      {messages.map((message, index) => (
        // Turns never move.
        <Turn key={index} {...props} message={message} index={index} />
      ))}
      {missing > 0 ? (
        <li className={styles['ends']} style={{ gridRow: `span ${missing}` }}>
          {t('labeling-turns.ends_here')}
        </li>
      ) : null}
    </ol>
  );
}

interface TurnProps extends TurnsProps {
  message: Message;
  index: number;
}

function Turn(props: TurnProps) {
  const { message, index, messages, judged, emphasiseLast, rows } = props;
  const isJudged = judged === index && rows != null;
  const isLast = emphasiseLast === true && index === messages.length - 1;
  const classes = classNames(
    styles['turn'],
    styles[message.role],
    isJudged && styles['judged'],
    isLast && styles['last'],
  );
  if (message.role === 'system') return <SystemTurn {...props} classes={classes} />;
  return (
    <li className={classes} aria-current={isJudged ? 'true' : undefined}>
      <Head {...props} isJudged={isJudged} />
      <Body {...props} />
    </li>
  );
}

/** Who speaks, which turn it is, and whether it is the one to judge. */
function Head({ message, index, messages, judged, rows, isJudged }: TurnProps & { isJudged: boolean }) {
  const t = useT();
  const tool = message.role === 'tool' ? toolOf(message, messages) : null;
  return (
    <p className={styles['role']}>
      {tool === null ? t(`labeling.role_${message.role}`) : t('labeling-turns.tool_result', { name: tool })}
      {rows == null ? null : (
        <span className={styles['number']}>{t('labeling-turns.turn', { number: index + 1 })}</span>
      )}
      {isJudged ? (
        <span className={styles['judge']}>
          <Icon name="chevronRight" size={14} />
          {t('labeling-turns.judge_turn')}
        </span>
      ) : null}
      {judged === null && rows != null && index === 0 ? (
        <Badge tone="accent">{t('labeling-turns.judge_conversation')}</Badge>
      ) : null}
    </p>
  );
}

/** The system prompt folds: it is the same for many pairs. */
function SystemTurn(props: TurnProps & { classes: string }) {
  const t = useT();
  const isShort = (props.message.content ?? '').length <= 600;
  return (
    <li className={props.classes}>
      <details open={isShort}>
        <summary className={styles['summary']}>{t('labeling-turns.system_prompt')}</summary>
        <Body {...props} />
      </details>
    </li>
  );
}

function Body({ message, index, messages, language, rendering, traced }: TurnProps) {
  const box = useRef<HTMLDivElement>(null);
  const near = useNear(box, messages.length <= longConversation);
  const { tool_calls: calls = [], ...said } = message;
  const text = said.content ?? '';
  const asJson = message.role === 'tool' && rendering === 'markdown' && traced !== true && isJson(message);
  return (
    <div ref={box} className={message.role === 'tool' && !asJson ? styles['result'] : undefined}>
      {text === '' && calls.length > 0 && said.images === undefined ? null : !near ? (
        <div data-message={index}>
          <RawText text={text} />
        </div>
      ) : asJson ? (
        <ToolJson message={message} />
      ) : (
        <Passage message={said} index={index} language={language} rendering={rendering} traced={traced} />
      )}
      {calls.length === 0 ? null : <ToolCalls calls={calls} />}
    </div>
  );
}

/** A long conversation starts at what is judged or answered, not at its beginning; who was in it while its code came stays there. */
function useStart(
  list: React.RefObject<HTMLElement | null>,
  { judged, atEnd }: { judged: number | null; atEnd: boolean },
): void {
  useLayoutEffect(() => {
    const scroller = list.current?.closest<HTMLElement>('[data-scroller]');
    if (scroller == null || list.current === null) return undefined;
    const letGo = takePlace(list.current);
    if (letGo !== null) return letGo;
    if (atEnd) {
      scroller.scrollTop = scroller.scrollHeight;
      return undefined;
    }
    const turn = judged === null ? undefined : list.current.children[judged];
    if (turn === undefined || scroller.scrollTop > 0 || getComputedStyle(scroller).overflowY !== 'auto')
      return undefined;
    // Below the answers' names, which stay in place.
    scroller.scrollTop = turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 48;
    return undefined;
  }, [list, judged, atEnd]);
}
