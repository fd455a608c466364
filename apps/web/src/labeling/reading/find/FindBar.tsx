import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { IconButton } from '../../../ui/Button.tsx';
import type { MessageKey } from '../../../i18n/keys.ts';
import { Icon } from '../../../ui/Icon.tsx';
import type { IconName } from '../../../ui/Icon.tsx';
import { announce } from '../../../ui/live-region.ts';
import { placeLetter } from '../../answer/place-letter.ts';
import { paint } from '../paint.ts';
import styles from '../reading.module.css';
import { mapText, rangesOf } from '../text-map.ts';
import { useVisibleText } from '../use-visible-text.ts';
import { setView } from '../view.ts';
import { matchesOf } from './matches.ts';

interface Match {
  /** Null is the prompt. */
  place: number | null;
  ranges: Range[];
}

interface FindBarProps {
  stage: RefObject<HTMLElement | null>;
  /** Brings an answer to the front where only one is shown. */
  onPlace: (place: number) => void;
}

/** Finds a phrase in the prompt and all answers at once. */
export function FindBar({ stage, onPlace }: FindBarProps) {
  const t = useT();
  const { phrase, setPhrase, matches, go } = useFind(stage, onPlace);
  const field = useRef<HTMLInputElement>(null);
  const close = (): void => setView({ find: false });
  useEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  const button = ([icon, words, shortcut]: [IconName, MessageKey, string], onClick: () => void) => (
    <IconButton size="small" icon={icon} label={t(words)} shortcut={shortcut} onClick={onClick} />
  );
  return (
    <div className={styles['strip']} role="search" aria-label={t('labeling-reading.find')}>
      <label className={styles['field']}>
        <Icon name="search" />
        <span className="visually-hidden">{t('labeling-reading.find')}</span>
        <input
          ref={field}
          type="text"
          value={phrase}
          maxLength={200}
          placeholder={t('labeling-reading.find')}
          onKeyDown={onKeyDown}
          onChange={({ target }) => setPhrase(target.value)}
        />
      </label>
      <Counts matches={matches} asked={phrase.trim() !== ''} stage={stage} />
      <span className={styles['buttons']}>
        {button(['chevronUp', 'labeling-reading.find_previous', 'Shift+Enter'], () => go(-1))}
        {button(['chevronDown', 'labeling-reading.find_next', 'Enter'], () => go(1))}
        {button(['close', 'labeling-reading.find_close', 'Esc'], close)}
      </span>
    </div>
  );
}

/** Where a phrase is found, and the way from place to place. */
function useFind(stage: FindBarProps['stage'], onPlace: FindBarProps['onPlace']) {
  const t = useT();
  const [phrase, setPhrase] = useState('');
  const [matches, setMatches] = useState<readonly Match[]>([]);
  const [at, setAt] = useState(0);
  const search = (words: string, pane: HTMLElement | null): void => {
    const found = pane === null ? [] : findIn(pane, words);
    setMatches(found);
    setAt((index) => Math.min(index, Math.max(0, found.length - 1)));
  };
  useVisibleText(stage, true, (pane) => search(phrase, pane));
  useEffect(() => {
    paint(
      'find',
      matches.flatMap(({ ranges }, index) => (index === at ? [] : ranges)),
    );
    paint('find-current', matches[at]?.ranges ?? []);
    return () => {
      paint('find', []);
      paint('find-current', []);
    };
  }, [matches, at]);
  const go = (by: 1 | -1): void => {
    const to = (at + by + matches.length) % Math.max(1, matches.length);
    const match = matches[to];
    if (match === undefined) return;
    setAt(to);
    if (match.place !== null) onPlace(match.place);
    match.ranges[0]?.startContainer.parentElement?.scrollIntoView({ block: 'nearest' });
    announce(t('labeling-reading.find_at', { number: to + 1, count: matches.length }));
  };
  return {
    phrase,
    matches,
    go,
    setPhrase: (words: string) => {
      setPhrase(words);
      setAt(0);
      search(words, stage.current?.querySelector<HTMLElement>('[data-visible]') ?? null);
    },
  };
}

/** How often in each part; silent until something is looked for. */
function Counts({
  matches,
  asked,
  stage,
}: {
  matches: readonly Match[];
  asked: boolean;
  stage: RefObject<HTMLElement | null>;
}) {
  const t = useT();
  const of = (place: number | null): number => matches.filter((match) => match.place === place).length;
  const answers = asked ? (stage.current?.querySelectorAll('[data-visible] [data-text]').length ?? 0) : 0;
  return (
    <span role="status" className={styles['counts']}>
      {asked ? (
        <>
          <span>{t('labeling-reading.find_in_prompt', { count: of(null) })}</span>
          {Array.from({ length: answers }, (_, place) => (
            <span key={place}>
              {t('labeling-reading.find_in_answer', { letter: placeLetter(place), count: of(place) })}
            </span>
          ))}
        </>
      ) : null}
    </span>
  );
}

function findIn(pane: HTMLElement, phrase: string): Match[] {
  return [...pane.querySelectorAll<HTMLElement>('[data-prompt-text], [data-text]')].flatMap((root) => {
    const map = mapText(root);
    const text = root.dataset['text'];
    const place = text === undefined ? null : Number(text);
    return matchesOf(map.text, phrase).map(([from, to]) => ({ place, ranges: rangesOf(map, from, to) }));
  });
}
