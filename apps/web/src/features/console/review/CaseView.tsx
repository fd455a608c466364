import type { MainQuestion } from '@pairwright/contract/question-form';
import type { ReviewCase } from '@pairwright/contract/review';
import { fits } from '@pairwright/domain/judgment/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { chordAria } from '../../../labeling/shortcuts/chord.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { may } from '../access.ts';
import { asksSteps, CaseKeys } from './CaseKeys.tsx';
import { CaseTexts } from './CaseTexts.tsx';
import { DecisionForm, emptyDraft, type Draft } from './DecisionForm.tsx';
import { NothingToDecide } from './NothingToDecide.tsx';
import { ReopenForm } from './ReopenForm.tsx';
import { ResolutionCard } from './ResolutionCard.tsx';
import { Revealed } from './Revealed.tsx';
import own from './review.module.css';
import { SendBackDialog } from './SendBackDialog.tsx';
import { reviewKey, useReviewKeys } from './use-review-keys.ts';

const PracticeOf = lazy(() => import('./PracticeOf.tsx'));

interface Props {
  params: { projectId: string; comparisonId: string };
  /** It is about to leave the list, and stays at hand. */
  onDecide: () => void;
  onNext: () => void;
  onPrevious: () => void;
}

/** One comparison to decide: first blind, then with what everybody said. */
export function CaseView(props: Props) {
  const { params } = props;
  const found = useQuery({ ...read('getReviewCase', { params }), refetchOnMount: 'always' });
  if (found.data === undefined)
    return found.error === null ? (
      <Skeleton lines={10} />
    ) : (
      <ProblemState error={found.error} onRetry={() => void found.refetch()} />
    );
  return <Case {...props} given={found.data} />;
}

type Opened = 'send_back' | 'practice' | null;

function Case({ params, given, onDecide, onNext, onPrevious }: Props & { given: ReviewCase }) {
  const me = useMe();
  const work = useDeciding({ params, given, onDecide });
  const [open, setOpen] = useState<Opened>(null);
  const { revealed } = given;
  const { main } = given.question.form;
  // The question asked now may be of another number of responses.
  const isAsked = fits(main, given.responses.length);
  const decidable = isAsked && given.mine === null && !given.settled && given.ownWork === null;
  const mayManage = may(me, params.projectId, 'manage');
  const sendBack = () => (revealed === null ? undefined : setOpen('send_back'));
  const practice = () => (revealed === null || !mayManage ? undefined : setOpen('practice'));
  const keys = useReviewKeys(
    { main, decidable },
    {
      choose: work.press,
      decide: () => (decidable ? work.decide() : onNext()),
      reveal: work.reveal,
      sendBack,
      practice,
      next: onNext,
      previous: onPrevious,
    },
  );
  return (
    <div className={own['case']}>
      <CaseKeys main={main} decidable={isAsked} />
      <State given={given} conflict={work.conflict} onNext={onNext} />
      <CaseTexts given={given} inSteps={decidable && asksSteps(main)} />
      {isLeftToOthers(given, isAsked) ? (
        <NothingToDecide given={given} failed={work.sending.error} onReveal={work.reveal} />
      ) : decidable ? (
        <DecisionForm
          given={given}
          keys={keys}
          draft={work.draft}
          pressed={work.pressed}
          tried={work.tried}
          sending={work.sending}
          onDraft={work.change}
          onDecide={work.decide}
          onReveal={work.reveal}
        />
      ) : null}
      {revealed === null ? null : (
        <Seen
          params={params}
          given={given}
          revealed={revealed}
          open={open}
          onOpen={setOpen}
          mayManage={mayManage}
        />
      )}
    </div>
  );
}

/** Whether it is open and not for this reviewer, or for this question, to decide. */
function isLeftToOthers({ settled, mine, ownWork }: ReviewCase, isAsked: boolean): boolean {
  return !settled && (!isAsked || (ownWork !== null && mine === null));
}

interface SeenProps {
  params: Props['params'];
  given: ReviewCase;
  revealed: NonNullable<ReviewCase['revealed']>;
  open: Opened;
  onOpen: (what: Opened) => void;
  mayManage: boolean;
}

/** What everybody said, and what can be done with it. */
function Seen({ params, given, revealed, open, onOpen, mayManage }: SeenProps) {
  const { form } = given.question;
  const { main } = form;
  return (
    <>
      <Revealed revealed={revealed} form={form} />
      <Tools
        main={main}
        onSendBack={() => onOpen('send_back')}
        onPractice={mayManage ? () => onOpen('practice') : null}
      />
      {open === 'practice' ? (
        <Suspense fallback={<Skeleton lines={3} />}>
          <PracticeOf params={params} />
        </Suspense>
      ) : null}
      <ResolutionCard {...params} models={revealed.models} />
      {given.settled && mayManage ? <ReopenForm params={params} /> : null}
      {open === 'send_back' ? (
        <SendBackDialog params={params} revealed={revealed} form={form} onClose={() => onOpen(null)} />
      ) : null}
    </>
  );
}

interface ToolsProps {
  main: MainQuestion;
  onSendBack: () => void;
  onPractice: (() => void) | null;
}

function Tools({ main, onSendBack, onPractice }: ToolsProps) {
  const t = useT();
  return (
    <span className="row">
      <Button aria-keyshortcuts={chordAria(reviewKey('sendBack', main))} onClick={onSendBack}>
        {t('console-review.send_back')}
      </Button>
      {onPractice === null ? null : (
        <Button aria-keyshortcuts={chordAria(reviewKey('practice', main))} onClick={onPractice}>
          {t('console-review.practice')}
        </Button>
      )}
    </span>
  );
}

/** The decision as it is made, sent and answered. */
function useDeciding({
  params,
  given,
  onDecide,
}: Pick<Props, 'params' | 'onDecide'> & { given: ReviewCase }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [pressed, setPressed] = useState(0);
  const [tried, setTried] = useState(false);
  const [conflict, setConflict] = useState(false);
  // One id however often it is sent.
  const [id] = useState(() => uuid());
  const sending = useWrite('decideCase', ['listReviewQueue', 'getResolution', 'listResolutions']);
  const revealing = useWrite('revealVotes');
  const show = (shown: ReviewCase) => client.setQueryData(read('getReviewCase', { params }).queryKey, shown);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return {
    draft,
    pressed,
    tried,
    conflict,
    sending: sending.error === null && revealing.error !== null ? revealing : sending,
    change,
    press: (answer: NonNullable<Draft['answer']>) => {
      change({ answer });
      setPressed((count) => count + 1);
    },
    decide: () => {
      setTried(true);
      const { answer, note, ...rest } = draft;
      if (answer === null || sending.isPending) return;
      onDecide();
      const body = { ...rest, id, answer, note: note.trim() === '' ? null : note };
      sending.mutate(
        { params, body: { ...body, questionVersion: given.question.version } },
        {
          onSuccess: ({ status, case: shown }) => {
            setConflict(status === 'conflict');
            show(shown);
          },
        },
      );
    },
    reveal: () => {
      if (given.revealed !== null || revealing.isPending) return;
      revealing.mutate({ params }, { onSuccess: show });
    },
  };
}

function State({ given, conflict, onNext }: { given: ReviewCase; conflict: boolean; onNext: () => void }) {
  const t = useT();
  const next = (
    <Button size="small" onClick={onNext}>
      {t('console-review.next')}
    </Button>
  );
  if (conflict)
    return (
      <Banner tone="warn" action={next}>
        {t('console-review.conflict', { reviewer: given.revealed?.adjudications.at(-1)?.reviewer ?? '' })}
      </Banner>
    );
  if (given.settled)
    return (
      <Banner icon="check" action={next}>
        {t('console-review.settled')}
        {given.gold === null ? null : ` ${t(`console-review.gold_${given.gold ? 'made' : 'refused'}`)}`}
      </Banner>
    );
  if (given.mine === null) return null;
  return (
    <Banner action={next}>
      {t('console-review.waiting')}.{' '}
      {t('console-review.waiting_why', { decisions: given.decisions, needed: given.needed })}
    </Banner>
  );
}
