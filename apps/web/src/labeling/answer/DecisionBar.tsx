import type { Answer } from '@pairwright/contract/judgment';
import type { Question } from '@pairwright/contract/projects';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { useId, useRef } from 'react';
import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { classNames } from '../../ui/class-names.ts';
import { extraChoices, levelText, sameAnswer, scaleChoices } from './choices.ts';
import type { AnyChoice, Choice } from './choices.ts';
import { useKeys } from '../shortcuts/use-keys.ts';
import styles from '../desk/bar.module.css';

export interface DecisionBarProps {
  question: Question;
  main: Extract<MainQuestion, { kind: 'pair' }>;
  /** Selected, not given yet: or given before, when looking back. */
  selected: Answer | null;
  onSelect: (answer: Answer) => void;
  onGive: (answer: Answer, event: { timeStamp: number; repeat: boolean }, input: 'key' | 'pointer') => void;
  groupRef: RefObject<HTMLDivElement | null>;
  /** A press that did not count; said at the scale, where the eyes are. */
  notice: string | null;
}

/** The question and its answers. Arrows select, Enter, a click or a digit gives. */
export function DecisionBar({
  question,
  main,
  selected,
  onSelect,
  onGive,
  groupRef,
  notice,
}: DecisionBarProps) {
  const t = useT();
  const locale = useLocale();
  const id = useId();
  const { scale, levels } = main;
  const points = scaleChoices(scale);
  const extras = extraChoices(scale);
  const all = [...points, ...extras];
  const render = (choice: Choice) => (
    <ChoiceButton
      key={choice.id}
      choice={choice}
      text={levelText(choice, { points: scale.points, levels, locale }, t)}
      checked={sameAnswer(selected, choice.answer)}
      tabbable={
        sameAnswer(selected, choice.answer) ||
        (choice === all[0] && !all.some((other) => sameAnswer(selected, other.answer)))
      }
      onGive={onGive}
    />
  );
  return (
    <div className={styles['decision']}>
      <p id={id} className={styles['question']}>
        {question.text[locale]}
        <span className={styles['notice']} aria-live="polite">
          {notice}
        </span>
      </p>
      <div
        ref={groupRef}
        role="radiogroup"
        aria-labelledby={id}
        className={classNames(styles['choices'], scale.points > 4 && styles['long'])}
        onKeyDown={(event) => moveSelection(event, all, onSelect)}
      >
        <div className={styles['scale']} role="presentation" data-points={scale.points}>
          {points.map(render)}
        </div>
        {extras.length === 0 ? null : (
          <div className={styles['extras']} role="presentation">
            {extras.map(render)}
          </div>
        )}
      </div>
    </div>
  );
}

interface ChoiceButtonProps {
  choice: AnyChoice;
  text: string;
  checked: boolean;
  tabbable: boolean;
  onGive: DecisionBarProps['onGive'];
}

/** One answer to give, as a radio that is pressed. */
export function ChoiceButton({ choice, text, checked, tabbable, onGive }: ChoiceButtonProps) {
  const pressedByEnter = useRef(false);
  const keys = useKeys(choice.id, choice.chords);
  return (
    <button
      type="button"
      role="radio"
      aria-checked={checked}
      aria-keyshortcuts={keys.aria}
      tabIndex={tabbable ? 0 : -1}
      data-choice={choice.id}
      className={classNames(
        styles['choice'],
        choice.side !== null && styles[`side_${choice.side}`],
        styles[tint(choice.strength)],
      )}
      onKeyDown={(event) => {
        if (event.key === ' ') event.preventDefault();
        pressedByEnter.current = event.key === 'Enter' && event.repeat;
      }}
      onKeyUp={(event) => {
        if (event.key === ' ') event.preventDefault();
      }}
      onClick={(event: MouseEvent) => {
        const repeat = pressedByEnter.current;
        pressedByEnter.current = false;
        onGive(choice.answer, { timeStamp: event.timeStamp, repeat }, event.detail === 0 ? 'key' : 'pointer');
      }}
    >
      <kbd aria-hidden="true">{keys.badge}</kbd>
      {choice.glyph === null ? null : (
        <span className={styles['glyph']} aria-hidden="true" dir="ltr" translate="no">
          {choice.glyph}
        </span>
      )}
      <span className={choice.glyph === null ? undefined : styles['words']}>{text}</span>
    </button>
  );
}

function tint(strength: number): string {
  if (strength > 0.75) return 'strong';
  return strength > 0.4 ? 'middling' : 'faint';
}

const arrows: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Arrows move and select; they never give an answer. */
export function moveSelection(
  event: KeyboardEvent<HTMLElement>,
  all: readonly AnyChoice[],
  onSelect: (answer: Answer) => void,
): void {
  const radios = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')];
  const index = radios.findIndex((radio) => radio === document.activeElement);
  const by = arrows[event.key];
  if (event.key === ' ' && index >= 0) {
    event.preventDefault();
    const choice = all[index];
    if (choice !== undefined) onSelect(choice.answer);
    return;
  }
  if (by === undefined || index < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const to = (index + by + radios.length) % radios.length;
  const choice = all[to];
  if (choice === undefined) return;
  onSelect(choice.answer);
  radios[to]?.focus();
}
