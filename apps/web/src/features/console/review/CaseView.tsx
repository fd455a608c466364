import type { MainQuestion } from '@pairwright/contract/question-form';
import type { ReviewCase } from '@pairwright/contract/review';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { placeLetter } from '../../../labeling/answer/place-letter.ts';
import { Turns } from '../../../labeling/pane/Turns.tsx';
import { chordAria, chordText } from '../../../labeling/shortcuts/chord.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { DecisionForm, emptyDraft, type Draft } from './DecisionForm.tsx';
import { NothingToDecide } from './NothingToDecide.tsx';
import { ReopenForm } from './ReopenForm.tsx';
import { ResolutionCard } from './ResolutionCard.tsx';
import { Revealed } from './Revealed.tsx';
import own from './review.module.css';
import { SendBackDialog } from './SendBackDialog.tsx';
import { reviewKey, type reviewKeys, useReviewKeys } from './use-review-keys.ts';

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
  // A single answer has no label that somebody could decide, and the server takes none.
  const hasLabel = given.responses.length > 1;
  const decidable = hasLabel && given.mine === null && !given.settled;
  const mayManage = may(me, params.projectId, 'manage');
  const sendBack = () => (revealed === null ? undefined : setOpen('send_back'));
  const practice = () => (revealed === null || !mayManage ? undefined : setOpen('practice'));
  const { main } = given.question.form;
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
      <Keys main={main} single={!hasLabel} />
      <State given={given} conflict={work.conflict} onNext={onNext} />
      <Texts given={given} />
      {!hasLabel ? (
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

function Keys({ main, single }: { main: MainQuestion; single: boolean }) {
  const t = useT();
  const tool = (name: keyof typeof reviewKeys): string => chordText(reviewKey(name, main));
  return (
    <p className="muted">
      {t(`console-review.${single ? 'keys_single' : main.kind === 'rank' ? 'keys_rank' : 'keys'}`, {
        reveal: tool('reveal'),
        back: tool('sendBack'),
        practice: tool('practice'),
        next: tool('next'),
        previous: tool('previous'),
      })}
    </p>
  );
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
  const { main } = given.question.form;
  return (
    <>
      <Revealed revealed={revealed} />
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
        <SendBackDialog params={params} revealed={revealed} onClose={() => onOpen(null)} />
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

function Texts({ given }: { given: ReviewCase }) {
  const t = useT();
  const { language } = given;
  return (
    <>
      <Card title={t('console-projects.prompt')}>
        <Turns messages={given.prompt} language={language} rendering="markdown" />
      </Card>
      <div className={styles['grid']}>
        {given.responses.map((messages, place) => (
          <Card
            key={given.presentedOrder[place]}
            title={t('console-review.response', { letter: placeLetter(place) })}
          >
            {messages === null ? (
              <p className="muted">{t('console-projects.no_response_text')}</p>
            ) : (
              <Turns messages={messages} language={language} rendering="markdown" />
            )}
          </Card>
        ))}
      </div>
    </>
  );
}
