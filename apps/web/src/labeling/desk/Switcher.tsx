import type { RefObject } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import type { Translate } from '../../i18n/use-i18n.ts';
import { placeLetter } from '../answer/place-letter.ts';
import styles from './bench.module.css';
import { jumpTo } from '../pane/stage-dom.ts';

/** Where the parts stand one below the other, one tap leads to each. */
export function Switcher({
  stage,
  responses,
}: {
  stage: RefObject<HTMLDivElement | null>;
  responses: number;
}) {
  const t = useT();
  return (
    <nav className={styles['switcher']} aria-label={t('labeling.jump_to')}>
      <button type="button" onClick={() => jumpTo(stage.current, 'prompt')}>
        {t('labeling.prompt')}
      </button>
      {Array.from({ length: responses }, (_, place) => {
        const letter = placeLetter(place);
        return (
          <button
            key={letter}
            type="button"
            aria-label={responses > 2 ? t('labeling.answer_letter', { letter }) : undefined}
            onClick={() => jumpTo(stage.current, letter.toLowerCase())}
          >
            {switcherText(letter, responses, t)}
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
