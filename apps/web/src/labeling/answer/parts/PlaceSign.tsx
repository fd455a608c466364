import { placeLetter } from '../place-letter.ts';
import styles from './parts.module.css';

/** The letter of an answer; A and B in their colours where there are two. */
export function PlaceSign({ place, of }: { place: number; of: number }) {
  const side = of === 2 ? (place === 0 ? 'sideA' : 'sideB') : 'side';
  return (
    <span className={styles[side]} aria-hidden="true" translate="no">
      {placeLetter(place)}
    </span>
  );
}
