import type { RefObject } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { placeLetter } from '../answer/place-letter.ts';
import styles from './bench.module.css';
import type { Layout } from '../pane/layout.ts';
import { jumpTo } from '../pane/stage-dom.ts';
import { setView } from '../reading/view.ts';
import type { Work } from '../session/session.ts';

interface SwitcherProps {
  stage: RefObject<HTMLDivElement | null>;
  work: Work;
  layout: Layout;
  /** The answer in the foreground, where one is shown at a time. */
  focus: { id: string; place: number } | null;
}

/** Where the parts stand one below the other, or behind one another, one tap leads to each. */
export function Switcher({ stage, work, layout, focus }: SwitcherProps) {
  const t = useT();
  const { id, responses } = work;
  const alone = layout === 'one_at_a_time' && responses.length > 1;
  const shown = focus?.id === id ? focus.place : 0;
  const go = (place: number): void => {
    if (alone) setView({ focus: { id, place } });
    else jumpTo(stage.current, placeLetter(place).toLowerCase());
  };
  return (
    <nav className={styles['switcher']} aria-label={t('labeling.jump_to')}>
      {alone ? null : (
        <button type="button" onClick={() => jumpTo(stage.current, 'prompt')}>
          {t('labeling.prompt')}
        </button>
      )}
      {responses.map((_, place) => {
        const letter = placeLetter(place);
        return (
          <button
            key={letter}
            type="button"
            aria-label={responses.length > 2 ? t('labeling.answer_letter', { letter }) : undefined}
            aria-current={alone ? place === shown : undefined}
            onClick={() => go(place)}
          >
            {switcherText(letter, responses.length, t)}
          </button>
        );
      })}
    </nav>
  );
}

/** Three and more have only room for their letters. */
function switcherText(letter: string, responses: number, t: Translate): string {
  if (responses === 1) return t('labeling.the_answer');
  return responses > 2 ? letter : t('labeling.answer_letter', { letter });
}
