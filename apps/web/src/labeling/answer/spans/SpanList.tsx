import type { Span } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { passageLanguage } from '../../pane/passage-language.ts';
import type { Work } from '../../session/session.ts';
import { placeLetter } from '../place-letter.ts';
import styles from './spans.module.css';
import { toneSign } from './tone-sign.ts';

interface SpanListProps {
  work: Work;
  form: QuestionForm;
  /** In reading order. */
  spans: readonly Span[];
  onOpen: (span: Span) => void;
  onDelete: (span: Span) => void;
}

/** What was marked, in the order of the page. Each leads to its place in the text, where it is edited. */
export function SpanList({ work, form, spans, onOpen, onDelete }: SpanListProps) {
  const t = useT();
  const locale = useLocale();
  if (spans.length === 0) return null;
  return (
    <ul className={styles['list']}>
      {spans.map((span) => {
        const label = form.spans.find(({ key }) => key === span.label);
        const tone = label?.tone ?? 'neutral';
        const name = label?.label[locale] ?? span.label;
        return (
          <li
            key={`${span.place} ${span.message} ${span.start} ${span.end} ${span.label}`}
            className={styles['item']}
          >
            <button type="button" className={styles['jump']} onClick={() => onOpen(span)}>
              {work.responses.length === 1 ? null : (
                <b className={styles['letter']}>{placeLetter(span.place)}</b>
              )}
              <span className={classNames(styles['label'], styles[tone])}>
                <span aria-hidden="true">{toneSign(tone)}</span>
                {name}
              </span>
              <q
                className={classNames(styles['quote'], styles[`under_${tone}`])}
                title={span.quote}
                lang={passageLanguage(span.quote, work.language)}
                dir="auto"
              >
                {span.quote}
              </q>
              {span.note === null ? null : (
                <span className={styles['note']} title={span.note}>
                  {span.note}
                </span>
              )}
            </button>
            <IconButton
              size="small"
              icon="trash"
              label={t('labeling-turns.delete_mark_of', { label: name, quote: short(span.quote) })}
              onClick={() => onDelete(span)}
            />
          </li>
        );
      })}
    </ul>
  );
}

function short(quote: string): string {
  const points = [...quote];
  return points.length > 40 ? `${points.slice(0, 40).join('')}…` : quote;
}
