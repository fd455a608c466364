import type { Rating } from '@pairwright/contract/question-form';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import type { Locale } from '../../../i18n/locales.ts';
import type { PartProps } from '../part-props.ts';
import { placeLetter } from '../place-letter.ts';
import { PartHead } from './PartHead.tsx';
import { PlaceSign } from './PlaceSign.tsx';
import { withRating } from './part-changes.ts';
import styles from './parts.module.css';
import { Segments } from './Segments.tsx';
import type { Segment } from './Segments.tsx';

/** A number for each answer on each criterion. Says nothing about which answer is better, and is never made from that. */
export function RatingsPart({ desk, form, work, lacking }: PartProps & { lacking: ReadonlySet<string> }) {
  const t = useT();
  const locale = useLocale();
  const many = work.responses.length > 1;
  return form.ratings.map((rating) => {
    const { key, required } = rating;
    const name = rating.label[locale];
    return (
      <div key={key} className={styles['item']}>
        <PartHead label={name} hint={rating.hint} required={required} />
        <Ends rating={rating} locale={locale} />
        {work.responses.map((_, place) => {
          const asks = `rating:${key}:${place}`;
          const set = (value: number | undefined): void =>
            desk.change((entry) => withRating(form, entry, { key, place, value }));
          return (
            <div key={asks} className={styles['scaleRow']}>
              {many ? <PlaceSign place={place} of={work.responses.length} /> : null}
              <Segments
                label={many ? t('labeling-parts.of_answer', { name, letter: placeLetter(place) }) : name}
                segments={segmentsOf(rating, locale)}
                value={
                  desk.entry.details.ratings.find((given) => given.key === key && given.place === place)
                    ?.value
                }
                onPick={set}
                onClear={() => set(undefined)}
                asks={asks}
                missing={lacking.has(asks)}
                required={required}
              />
            </div>
          );
        })}
      </div>
    );
  });
}

/** What the lowest and the highest number mean. */
function Ends({ rating, locale }: { rating: Rating; locale: Locale }) {
  const { low, high, min, max } = rating;
  if (low === null && high === null) return null;
  return (
    <p className={styles['ends']} aria-hidden="true">
      <span>{low === null ? '' : `${min} ${low[locale]}`}</span>
      <span>{high === null ? '' : `${max} ${high[locale]}`}</span>
    </p>
  );
}

function segmentsOf({ min, max, low, high }: Rating, locale: Locale): Segment<number>[] {
  return Array.from({ length: max - min + 1 }, (_, index) => {
    const value = min + index;
    const end = value === min ? low : value === max ? high : null;
    return {
      value,
      // Ten has no digit of its own; nought is free where the numbers start at one.
      digit: value < 10 ? String(value) : min > 0 ? '0' : null,
      text: String(value),
      name: end === null ? String(value) : `${value} ${end[locale]}`,
    };
  });
}
