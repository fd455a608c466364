import type { Question } from '@pairwright/contract/projects';
import { useMemo, useState } from 'react';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Coach } from './Coach.tsx';
import { PracticeBench } from './PracticeBench.tsx';
import type { PracticeTool } from './PracticeBench.tsx';
import { isRight, tourSteps, tourWork } from './tour.ts';
import type { TourStep } from './tour.ts';

interface TourProps {
  question: Question;
  onGuidelines: () => void;
  /** Finished, or enough of it. */
  onEnd: () => void;
}

type Told = 'do' | 'right' | 'wrong' | 'undone' | 'skipped' | 'flagged';

/** Three pairs that teach to read, to answer with one key, to take it back, to skip and to report. */
export function Tour({ question, onGuidelines, onEnd }: TourProps) {
  const t = useT();
  const locale = useLocale();
  const [step, setStep] = useState<TourStep>(1);
  const [told, setTold] = useState<Told>('do');
  const work = useMemo(() => tourWork(step, question, { t, locale }), [step, question, t, locale]);
  const answered = told === 'right' || told === 'wrong';
  const next = (): void => {
    const following = tourSteps.find((other) => other === step + 1);
    if (following === undefined) return onEnd();
    setStep(following);
    setTold('do');
  };
  const onTool = (tool: PracticeTool): void => {
    if (tool === 'next') next();
    else if (tool === 'guidelines') onGuidelines();
    else if (tool === 'undo') setTold(answered ? 'undone' : told);
    else setTold(tool === 'skip' ? 'skipped' : 'flagged');
  };
  const text =
    told === 'do' || answered ? t(`practice.tour_${step}_${told as 'do'}`) : t(`practice.tour_${told}`);
  return (
    <PracticeBench
      key={`${work.id} ${locale}`}
      work={work}
      answered={answered}
      onAnswer={(answer) => setTold(isRight(step, answer, work.question) ? 'right' : 'wrong')}
      onTool={onTool}
    >
      <Coach
        step={t('practice.tour_step', { step, of: tourSteps.length })}
        text={text}
        right={answered ? told === 'right' : null}
        actions={
          <>
            {answered ? (
              <Button size="small" variant="primary" aria-keyshortcuts="Enter" onClick={next}>
                {t(step === tourSteps.length ? 'practice.tour_end' : 'practice.next')}
              </Button>
            ) : null}
            <Button size="small" variant="quiet" onClick={onEnd}>
              {t('practice.tour_skip')}
            </Button>
          </>
        }
      >
        {answered ? <p className="muted">{t(`practice.tour_${step}_tip`)}</p> : null}
      </Coach>
    </PracticeBench>
  );
}
