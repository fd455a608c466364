import type { LocalText, MainQuestion, Scale } from '@pairwright/contract/question-form';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { extraChoices, levelText, scaleChoices } from '../../../labeling/answer/choices.ts';
import type { Choice } from '../../../labeling/answer/choices.ts';
import { classNames } from '../../../ui/class-names.ts';
import { Icon } from '../../../ui/Icon.tsx';
import styles from './scale.module.css';

/** The main question in little. */
export function MainPreview({ main }: { main: MainQuestion }) {
  if (main.kind === 'pair') return <ScalePreview scale={main.scale} levels={main.levels} />;
  if (main.kind === 'rank') return <RankPreview main={main} />;
  return <SinglePreview ask={main.ask} />;
}

/** The scale as annotators see it; only to look at. */
export function ScalePreview({
  scale,
  levels = null,
}: {
  scale: Scale;
  levels?: readonly LocalText[] | null;
}) {
  const t = useT();
  const locale = useLocale();
  const mark = (choice: Choice) => {
    const text = levelText(choice, { points: scale.points, levels, locale }, t);
    return (
      <li
        key={choice.id}
        title={text}
        className={classNames(styles['choice'], choice.side !== null && styles[choice.side])}
      >
        {choice.glyph === null ? null : (
          <span aria-hidden="true" dir="ltr" translate="no">
            {choice.glyph}
          </span>
        )}
        <span className={choice.glyph === null ? undefined : 'visually-hidden'}>{text}</span>
      </li>
    );
  };
  return (
    <ul className={styles['scale']} aria-label={t('console-projects.scale_preview')}>
      {scaleChoices(scale).map(mark)}
      {extraChoices(scale).map(mark)}
    </ul>
  );
}

function RankPreview({ main }: { main: Extract<MainQuestion, { kind: 'rank' }> }) {
  const t = useT();
  const second = main.allowTies ? '=' : '>';
  const order = main.topK === null ? ['B', '>', 'D', second, 'A', '>', 'C'] : ['B', '>', 'D', '>', 'A'];
  return (
    <p className={styles['scale']} role="img" aria-label={t('console-question.preview_rank')}>
      {order.map((mark, place) =>
        place % 2 === 1 ? (
          <span key={place} className={styles['between']}>
            {mark}
          </span>
        ) : (
          <span key={mark} className={styles['choice']}>
            {mark}
          </span>
        ),
      )}
    </p>
  );
}

function SinglePreview({ ask }: { ask: Extract<MainQuestion, { kind: 'single' }>['ask'] }) {
  const t = useT();
  const steps = ['check', 'check', 'minus', 'close'] as const;
  const ratings = [1, 2, 3, 4, 5];
  return (
    <p className={styles['scale']} role="img" aria-label={t(`console-question.preview_${ask}`)}>
      {ask === 'thumbs' ? (
        <>
          <span className={styles['choice']}>{t('labeling.thumbs_up')}</span>
          <span className={styles['choice']}>{t('labeling.thumbs_down')}</span>
        </>
      ) : null}
      {ask === 'rating'
        ? ratings.map((value) => (
            <span key={value} className={classNames(styles['choice'], value === 4 && styles['chosen'])}>
              {value}
            </span>
          ))
        : null}
      {ask === 'steps'
        ? steps.map((icon, place) => (
            <span key={place} className={styles['choice']}>
              <Icon name={icon} size={14} />
            </span>
          ))
        : null}
    </p>
  );
}
