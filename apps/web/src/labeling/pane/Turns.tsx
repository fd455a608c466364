import type { Message } from '@pairwright/contract/shapes';
import { memo } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './pane.module.css';
import { Passage } from './Passage.tsx';

interface TurnsProps {
  messages: readonly Message[];
  language: string | null;
  rendering: 'markdown' | 'raw';
  /** The last turn is what is being answered. */
  emphasiseLast?: boolean;
}

/** A conversation, turn by turn. One turn alone needs no speaker's name. */
export const Turns = memo(function Turns({ messages, language, rendering, emphasiseLast }: TurnsProps) {
  const t = useT();
  const [only] = messages;
  if (messages.length === 0) return <p className="muted">{t('labeling.empty_text')}</p>;
  if (messages.length === 1 && only !== undefined && only.role !== 'system') {
    return <Passage message={only} language={language} rendering={rendering} />;
  }
  return (
    <ol className={styles['turns']}>
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
          <Passage message={message} language={language} rendering={rendering} />
        </li>
      ))}
    </ol>
  );
});
