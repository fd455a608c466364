import type { QuestionForm } from '@pairwright/contract/question-form';
import { lettersAreAnswers, toolChord } from '../shortcuts/tool-chord.ts';

/** The keys of the reading tools. */
export interface ReadingKeys {
  diff: string;
  sync: string;
  find: string;
  invisible: string;
  larger: readonly string[];
  smaller: string;
  usualSize: string;
}

/** Known before the tools are there: a key pressed too early waits for them. */
export function readingKeys(form: QuestionForm): ReadingKeys {
  const letters = lettersAreAnswers(form.main);
  // Ratings and the tray of rankings may want the plain zero.
  const zero = form.main.kind === 'pair' && form.ratings.length === 0;
  return {
    diff: toolChord('d', letters),
    sync: toolChord('y', letters),
    find: '/',
    invisible: toolChord('i', letters),
    // In a ranking `=` ties two answers.
    larger: letters ? ['+'] : ['+', '='],
    smaller: '-',
    usualSize: zero ? '0' : 'Shift+0',
  };
}

/** For how many answers there is a key that shows one alone. */
export function keysForOneAlone({ main }: QuestionForm): number {
  return main.kind === 'pair' ? 2 : main.kind === 'single' ? 0 : 9;
}
