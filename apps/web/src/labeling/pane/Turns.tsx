import type { Message } from '@pairwright/contract/shapes';
import { memo, Suspense, useRef } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { classNames } from '../../ui/class-names.ts';
import { later } from '../answer/later.ts';
import { useLeavesPlace } from './kept-place.ts';
import styles from './pane.module.css';
import { Passage } from './Passage.tsx';
import { lazyLater } from '../../ui/lazy-later.ts';

export interface TurnsProps {
  messages: readonly Message[];
  language: string | null;
  rendering: 'markdown' | 'raw';
  /** The last turn is what is being answered. */
  emphasiseLast?: boolean;
  /** Which message is judged; null: all of them. Undefined where nothing here is judged. */
  judged?: number | null;
  /** Turns of the longest conversation beside this one; undefined or null where none has more than one. */
  rows?: number | null;
  /** Phrases are marked in it. */
  traced?: boolean | undefined;
}

// Offline before the code came, a conversation reads as well without cards and labels.
const Conversation = lazyLater(async () => ({
  default: await later.conversation().then(
    (module) => module.Conversation,
    () => PlainTurns,
  ),
}));

/** A conversation, turn by turn. One turn alone needs no speaker's name. */
export const Turns = memo(function Turns(props: TurnsProps) {
  const t = useT();
  const { messages, language, rendering, traced, rows } = props;
  const [only] = messages;
  if (only === undefined) return <p className="muted">{t('labeling.empty_text')}</p>;
  const isPlain =
    messages.length === 1 && only.role !== 'system' && only.tool_calls === undefined && rows == null;
  if (isPlain)
    return <Passage message={only} index={0} language={language} rendering={rendering} traced={traced} />;
  return (
    <Suspense fallback={<PlainTurns {...props} />}>
      <Conversation {...props} />
    </Suspense>
  );
});

function PlainTurns({ messages, language, rendering, emphasiseLast, traced }: TurnsProps) {
  const t = useT();
  const list = useRef<HTMLOListElement>(null);
  useLeavesPlace(list);
  return (
    <ol ref={list} className={styles['turns']} data-turns="plain">
      {messages.map((message, index) => (
        <li
          // Turns never move.
          key={index}
          className={classNames(
            styles['turn'],
            message.role === 'system' && styles['system'],
            emphasiseLast === true && index === messages.length - 1 && styles['lastTurn'],
          )}
        >
          <span className={styles['role']}>{t(`labeling.role_${message.role}`)}</span>
          <Passage
            message={message}
            index={index}
            language={language}
            rendering={rendering}
            traced={traced}
          />
        </li>
      ))}
    </ol>
  );
}
