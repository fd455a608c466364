import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import type { PartProps } from '../part-props.ts';
import { placeLetter } from '../place-letter.ts';
import { withSafe } from './part-changes.ts';
import styles from './parts.module.css';
import { PlaceSign } from './PlaceSign.tsx';
import { Segments } from './Segments.tsx';

/** Two answers have four bins; in this order, by key 1 to 4. */
const bins = [
  { id: 'only_a', safe: [true, false] },
  { id: 'both', safe: [true, true] },
  { id: 'neither', safe: [false, false] },
  { id: 'only_b', safe: [false, true] },
] as const;

type SafetyProps = PartProps & { lacking: ReadonlySet<string> };

/** Whether each answer is safe; independent of which one is better. */
export function SafetyPart(props: SafetyProps) {
  return props.work.responses.length === 2 ? <Bins {...props} /> : <EachAnswer {...props} />;
}

function Bins({ desk, form, lacking }: SafetyProps) {
  const t = useT();
  const { safe } = desk.entry.details;
  const chosen = bins.find((bin) => safe !== null && bin.safe[0] === safe[0] && bin.safe[1] === safe[1]);
  return (
    <Segments
      label={t('labeling-parts.safety')}
      stacked
      segments={bins.map(({ id }, index) => {
        const name = t(`labeling-parts.safe_${id}`);
        const digit = String(index + 1);
        return {
          value: id,
          digit,
          name,
          text: (
            <>
              <kbd>{digit}</kbd>
              {name}
            </>
          ),
        };
      })}
      value={chosen?.id}
      onPick={(id) => {
        const bin = bins.find((known) => known.id === id);
        desk.change((entry) => withSafe(entry, bin?.safe ?? null));
      }}
      onClear={() => desk.change((entry) => withSafe(entry, null))}
      asks="safety"
      missing={lacking.has('safety')}
      required={form.safety?.required === true}
    />
  );
}

/** One or many answers: each by itself. It counts when the last one is answered. */
function EachAnswer({ desk, form, work, lacking }: SafetyProps) {
  const t = useT();
  const [begun, setBegun] = useState<readonly (boolean | undefined)[]>([]);
  const { safe } = desk.entry.details;
  const count = work.responses.length;
  const set = (place: number, value: boolean | undefined): void => {
    const next = Array.from({ length: count }, (_, at) => (at === place ? value : (safe?.[at] ?? begun[at])));
    setBegun(next);
    const whole = next.filter((one) => one !== undefined);
    if (whole.length === count) desk.change((entry) => withSafe(entry, whole));
    else if (safe !== null) desk.change((entry) => withSafe(entry, null));
  };
  return (
    <div data-asks="safety">
      {work.responses.map((_, place) => {
        const letter = placeLetter(place);
        const name = t('labeling-parts.safety');
        return (
          <div key={letter} className={styles['scaleRow']}>
            {count === 1 ? null : <PlaceSign place={place} of={count} />}
            <Segments
              label={count === 1 ? name : t('labeling-parts.of_answer', { name, letter })}
              segments={[true, false].map((value, index) => {
                const text = t(value ? 'labeling-parts.safe' : 'labeling-parts.unsafe');
                return { value, digit: String(index + 1), text, name: text };
              })}
              value={safe?.[place] ?? begun[place]}
              onPick={(value) => set(place, value)}
              onClear={() => set(place, undefined)}
              missing={lacking.has('safety') && begun[place] === undefined}
              required={form.safety?.required === true}
            />
          </div>
        );
      })}
    </div>
  );
}
