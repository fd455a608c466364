import type { Span } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { createPortal } from 'react-dom';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { TextArea } from '../../../ui/Field.tsx';
import type { Work } from '../../session/session.ts';
import { rangesOf } from './phrases.ts';
import type { Phrase } from './phrases.ts';
import styles from './spans.module.css';
import { toneSign } from './tone-sign.ts';

interface PhraseBarProps {
  work: Work;
  form: QuestionForm;
  phrase: Phrase;
  /** The mark being edited; null while the phrase is only selected. */
  span: Span | null;
  /** Why the phrase cannot be marked. */
  refusal: string | null;
  /** The digits stand on the labels: keys of the page mark. */
  withKeys: boolean;
  onLabel: (index: number) => void;
  onNote?: (note: string) => void;
  onDelete?: () => void;
  onClose: () => void;
}

/** Beside the selected phrase: what it can be marked as; once it is marked, its note. */
export function PhraseBar(props: PhraseBarProps) {
  const { work, form, phrase, span, refusal, withKeys, onLabel, onClose } = props;
  const t = useT();
  const locale = useLocale();
  const bar = useAnchor(work, phrase);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return createPortal(
    <div
      ref={bar}
      className={styles['bar']}
      role="dialog"
      aria-label={t(span === null ? 'labeling-turns.mark_as' : 'labeling-turns.edit_mark')}
      data-phrase-bar=""
    >
      <div role="presentation" className={styles['barBody']} onKeyDown={onKeyDown}>
        <div className={styles['labels']} role="group" aria-label={t('labeling-turns.mark_as')}>
          {form.spans.map(({ key, label, tone }, index) => (
            <button
              key={key}
              type="button"
              className={classNames(styles['label'], styles[tone])}
              aria-pressed={span === null ? undefined : span.label === key}
              // The selection must outlive the press.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onLabel(index)}
            >
              {withKeys && index < 9 ? <kbd aria-hidden="true">{index + 1}</kbd> : null}
              <span aria-hidden="true">{toneSign(tone)}</span>
              {label[locale]}
            </button>
          ))}
        </div>
        {refusal === null ? null : <p className={styles['refusal']}>{refusal}</p>}
        {withKeys && span === null ? (
          <p className={styles['hint']}>{t('labeling-turns.steps_hint')}</p>
        ) : null}
        {span === null ? null : <Note {...props} span={span} />}
      </div>
    </div>,
    document.body,
  );
}

function Note({ span, onNote, onDelete, onClose }: PhraseBarProps & { span: Span }) {
  const t = useT();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    area.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <>
      <TextArea
        ref={area}
        label={t('labeling-turns.note')}
        rows={2}
        maxLength={2000}
        value={span.note ?? ''}
        onChange={(event) => onNote?.(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey) return;
          if (event.nativeEvent.isComposing || event.keyCode === 229) return;
          event.preventDefault();
          onClose();
        }}
      />
      <div className={styles['foot']}>
        <Button size="small" variant="quiet" icon="trash" onClick={onDelete}>
          {t('labeling-turns.delete_mark')}
        </Button>
        <Button size="small" variant="primary" icon="check" onClick={onClose}>
          {t('labeling-turns.done')}
        </Button>
      </div>
    </>
  );
}

const gap = 8;

/** Keeps the bar below its phrase, or above where there is no room, and inside the window. */
function useAnchor(work: Work, phrase: Phrase): RefObject<HTMLDivElement | null> {
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const settle = (): void => {
      const element = bar.current;
      const last = rangesOf(work, phrase).at(-1);
      if (element === null || last === undefined) return;
      const box = last.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = element;
      const below = box.bottom + gap + height <= innerHeight - gap;
      const top = below ? box.bottom + gap : Math.max(gap, box.top - gap - height);
      const left = Math.max(gap, Math.min(box.left, innerWidth - width - gap));
      element.style.top = `${Math.min(Math.max(gap, top), innerHeight - height - gap)}px`;
      element.style.left = `${left}px`;
    };
    settle();
    const frame = requestAnimationFrame(settle);
    addEventListener('resize', settle);
    document.addEventListener('scroll', settle, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('resize', settle);
      document.removeEventListener('scroll', settle, { capture: true });
    };
  });
  return bar;
}
