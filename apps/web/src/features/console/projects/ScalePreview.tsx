import type { MainQuestion, Scale } from '@pairwright/contract/question-form';
import { useT } from '../../../i18n/use-i18n.ts';
import { choiceText, extraChoices, scaleChoices } from '../../../labeling/answer/choices.ts';
import type { Choice } from '../../../labeling/answer/choices.ts';
import { classNames } from '../../../ui/class-names.ts';
import styles from './scale.module.css';

/** The main question in little: the scale of a pair. */
export function MainPreview({ main }: { main: MainQuestion }) {
  return main.kind === 'pair' ? <ScalePreview scale={main.scale} /> : null;
}

/** The scale as annotators see it; only to look at. */
export function ScalePreview({ scale }: { scale: Scale }) {
  const t = useT();
  const mark = (choice: Choice) => (
    <li key={choice.id} className={classNames(styles['choice'], choice.side !== null && styles[choice.side])}>
      {choice.glyph === null ? null : (
        <span aria-hidden="true" dir="ltr" translate="no">
          {choice.glyph}
        </span>
      )}
      <span className={choice.glyph === null ? undefined : 'visually-hidden'}>
        {choiceText(choice, scale.points, t)}
      </span>
    </li>
  );
  return (
    <ul className={styles['scale']} aria-label={t('console-projects.scale_preview')}>
      {scaleChoices(scale).map(mark)}
      {extraChoices(scale).map(mark)}
    </ul>
  );
}
