import type { MainQuestion } from '@pairwright/contract/question-form';
import { useT } from '../../../i18n/use-i18n.ts';
import { chordText } from '../../../labeling/shortcuts/chord.ts';
import { reviewKey, type reviewKeys } from './use-review-keys.ts';

/** Whether the response stands with its steps in the decision. */
export function asksSteps(main: MainQuestion): boolean {
  return main.kind === 'single' && main.ask === 'steps';
}

/** Which sentence tells the keys. */
function keysOf(main: MainQuestion) {
  if (main.kind === 'rank') return 'keys_rank' as const;
  if (main.kind === 'pair' || main.ask === 'thumbs') return 'keys' as const;
  return main.ask === 'steps' ? ('keys_steps' as const) : ('keys_rating' as const);
}

/** The keys there are, in a sentence. */
export function CaseKeys({ main, decidable }: { main: MainQuestion; decidable: boolean }) {
  const t = useT();
  const tool = (name: keyof typeof reviewKeys): string => chordText(reviewKey(name, main));
  return (
    <p className="muted">
      {t(`console-review.${decidable ? keysOf(main) : 'keys_undecidable'}`, {
        reveal: tool('reveal'),
        back: tool('sendBack'),
        practice: tool('practice'),
        next: tool('next'),
        previous: tool('previous'),
      })}
    </p>
  );
}
