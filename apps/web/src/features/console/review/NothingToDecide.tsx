import type { ReviewCase } from '@pairwright/contract/review';
import { useT } from '../../../i18n/use-i18n.ts';
import { chordAria } from '../../../labeling/shortcuts/chord.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';
import { reviewKey } from './use-review-keys.ts';

interface Props {
  given: ReviewCase;
  failed: unknown;
  onReveal: () => void;
}

/** Why there is nothing to decide here for this reviewer, and what there is to do instead. */
export function NothingToDecide({ given, failed, onReveal }: Props) {
  const t = useT();
  const { main } = given.question.form;
  const reveal = (
    <Button size="small" aria-keyshortcuts={chordAria(reviewKey('reveal', main))} onClick={onReveal}>
      {t('console-review.reveal_undecidable')}
    </Button>
  );
  return (
    <>
      <Banner {...(given.revealed === null ? { action: reveal } : {})}>
        {t(
          given.ownWork === null
            ? 'console-review.undecidable'
            : (`console-review.own_work_${given.ownWork}` as const),
        )}
      </Banner>
      <FormProblem error={failed} fields={[]} safe={t('console-review.kept')} />
    </>
  );
}
