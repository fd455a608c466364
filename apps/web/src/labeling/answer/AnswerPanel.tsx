import { Suspense } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { isOneKey } from '@pairwright/domain/judgment/form';
import type { Work } from '../session/session.ts';
import { useLocale } from '../../i18n/use-i18n.ts';
import styles from '../desk/bar.module.css';
import { DecisionBar } from './DecisionBar.tsx';
import { RankPanel, SinglePanel } from './kinds.ts';
import { ToCome } from './ToCome.tsx';
import { hasPartsBeside } from './beside.ts';
import { later } from './later.ts';
import type { MainProps, PartProps } from './part-props.ts';
import type { EntryDesk } from './use-entry.ts';
import { lazyLater } from '../../ui/lazy-later.ts';

const GiveRow = lazyLater(async () => ({ default: (await later.give()).GiveRow }));
const PartsPanel = lazyLater(async () => ({ default: (await later.parts()).PartsPanel }));

interface AnswerPanelProps {
  desk: EntryDesk;
  work: Work;
  groupRef: RefObject<HTMLDivElement | null>;
  notice: string | null;
  /** The page has a way of its own to give it all. */
  givenElsewhere?: boolean;
}

/** The form of the work at hand: the main question, the parts beside it, and the way to give it all. */
export function AnswerPanel({ desk, work, groupRef, notice, givenElsewhere = false }: AnswerPanelProps) {
  const locale = useLocale();
  const { form } = work.question;
  const toCome = <ToCome workId={work.id} />;
  const parts: PartProps = { desk, work, form };
  return (
    <>
      <div
        data-asks="answer"
        // The focus comes here where what had it is gone; keys mean the same from here as from anywhere.
        data-home=""
        tabIndex={-1}
        role="group"
        aria-label={work.question.text[locale]}
        className={styles['home']}
      >
        <div role="presentation" onKeyDown={isOneKey(form) ? undefined : (event) => giveByEnter(event, desk)}>
          <MainBar {...parts} groupRef={groupRef} notice={notice} />
        </div>
      </div>
      <Suspense fallback={toCome}>
        {hasPartsBeside(form) ? <PartsPanel key={work.id} {...parts} /> : null}
        {!givenElsewhere && (!isOneKey(form) || desk.tries > 0) ? <GiveRow {...parts} /> : null}
      </Suspense>
    </>
  );
}

/** The main question, by its kind. */
function MainBar(props: MainProps) {
  const { desk, work, form, groupRef, notice } = props;
  switch (form.main.kind) {
    case 'pair':
      return (
        <DecisionBar
          question={work.question}
          main={form.main}
          selected={desk.entry.answer}
          onSelect={(answer) => desk.change((entry) => ({ ...entry, answer }))}
          onGive={desk.giveAnswer}
          groupRef={groupRef}
          notice={notice}
        />
      );
    case 'rank':
      return (
        <Suspense fallback={<ToCome workId={work.id} />}>
          <RankPanel key={work.id} {...props} main={form.main} />
        </Suspense>
      );
    case 'single':
      return (
        <Suspense fallback={<ToCome workId={work.id} />}>
          <SinglePanel key={work.id} {...props} main={form.main} />
        </Suspense>
      );
  }
}

/** Enter on an answer selects it; on the selected one it gives, where giving is a step of its own. */
function giveByEnter(event: KeyboardEvent<HTMLElement>, desk: EntryDesk): void {
  if (
    event.key !== 'Enter' ||
    event.nativeEvent.isComposing ||
    event.keyCode === 229 ||
    event.defaultPrevented
  )
    return;
  if (!(event.target instanceof HTMLElement) || event.target.getAttribute('aria-checked') !== 'true') return;
  event.preventDefault();
  if (!event.repeat) desk.give({ timeStamp: event.timeStamp, repeat: false }, 'key');
}
