import { useId } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import styles from '../../desk/bar.module.css';
import { preferences } from '../../desk/preferences.ts';
import type { ShortcutEvent } from '../../shortcuts/registry.ts';
import type { AnyChoice } from '../choices.ts';
import { ChoiceButton, moveSelection } from '../DecisionBar.tsx';
import type { MainProps } from '../part-props.ts';
import { Question } from './Question.tsx';
import { isChosen, thumbShortcuts, thumbsChoices } from './thumbs.ts';
import { useShortcuts } from './use-shortcuts.ts';
import type { SingleQuestion } from './use-steps.ts';

/** Good or not good. Arrows select, Enter, a click or a digit gives, as with pairs. */
export function ThumbsBar({ desk, work, main, groupRef, notice }: MainProps & { main: SingleQuestion }) {
  const t = useT();
  const id = useId();
  const choices = thumbsChoices(main.allowCannotJudge);
  const selected = desk.entry.answer;
  const choose = (choice: AnyChoice, press: ShortcutEvent): void => {
    if (preferences().commit === 'instant') return desk.giveAnswer(choice.answer, press, 'key');
    desk.change((entry) => ({ ...entry, answer: choice.answer }));
    groupRef.current?.querySelector<HTMLElement>(`[data-choice="${choice.id}"]`)?.focus();
  };
  useShortcuts({ choose }, (latest) =>
    thumbShortcuts(choices, (choice, press) => latest()?.choose(choice, press)),
  );
  const anyChosen = choices.some((choice) => isChosen(choice, selected));
  const render = (choice: AnyChoice, index: number) => (
    <ChoiceButton
      key={choice.id}
      choice={choice}
      text={t(thumbLabel(choice))}
      checked={isChosen(choice, selected)}
      tabbable={isChosen(choice, selected) || (index === 0 && !anyChosen)}
      onGive={desk.giveAnswer}
    />
  );
  return (
    <div className={styles['decision']}>
      <Question id={id} work={work} notice={notice} />
      <div
        ref={groupRef}
        role="radiogroup"
        aria-labelledby={id}
        className={styles['choices']}
        onKeyDown={(event) =>
          moveSelection(event, choices, (answer) => desk.change((entry) => ({ ...entry, answer })))
        }
      >
        <div className={styles['scale']} role="presentation" data-points={2}>
          {choices.slice(0, 2).map(render)}
        </div>
        {choices.length > 2 ? (
          <div className={styles['extras']} role="presentation">
            {choices.slice(2).map((choice) => render(choice, 2))}
          </div>
        ) : null}
      </div>
    </div>
  );
}

function thumbLabel({ id }: AnyChoice) {
  return id === 'thumbs-up'
    ? ('labeling-single.good' as const)
    : id === 'thumbs-down'
      ? ('labeling-single.bad' as const)
      : ('labeling-single.cannot_judge' as const);
}
