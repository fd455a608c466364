import type { Span } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { withDefaults } from '@pairwright/domain/judgment/missing';
import { useLocale } from '../../src/i18n/use-i18n.ts';
import type { Locale } from '../../src/i18n/locales.ts';
import { PartsPanel } from '../../src/labeling/answer/parts/PartsPanel.tsx';
import { RewriteDialog } from '../../src/labeling/answer/rewrite/RewriteDialog.tsx';
import barStyles from '../../src/labeling/desk/bar.module.css';
import type { Entry } from '../../src/labeling/session/entries.ts';
import type { Work } from '../../src/labeling/session/session.ts';
import { Pane } from '../Pane.tsx';
import { Rig } from '../Rig.tsx';
import { pairWith, plainForm, rankForm, singleForm, spanLabels } from '../samples/forms.ts';
import * as works from '../samples/works.ts';
import { Variant, Variants } from '../story.tsx';
import type { Story } from '../story.tsx';

type WorkOf = (form: QuestionForm, locale: Locale) => Work;

interface ReadProps {
  name: string;
  of: WorkOf;
  form?: QuestionForm;
  entry?: Partial<Entry>;
  reading?: 'diff' | 'find';
}

function Read({ name, of, form = plainForm(7), entry, reading }: ReadProps) {
  const work = of(form, useLocale());
  return (
    <Variants>
      <Variant name={name}>
        <Rig work={work} entry={entry ?? {}}>
          {(parts) => <Pane {...parts} {...(reading === undefined ? {} : { reading })} />}
        </Rig>
      </Variant>
    </Variants>
  );
}

const short =
  (count: number): WorkOf =>
  (form, locale) =>
    works.plainWork('short', form, { count, locale });

/** The mark on the first word or two of an answer. */
function markOf(work: Work, { place, label }: { place: number; label: string }): Span {
  const content = work.responses[place]?.messages[0]?.content ?? '';
  const end = Math.max(2, content.search(/[ ，。]/));
  return {
    place,
    message: 0,
    start: 0,
    end,
    quote: content.slice(0, end),
    label,
    note: label === 'error' ? 'B' : null,
  };
}

function Spans() {
  const work = short(2)(pairWith({ spans: spanLabels }), useLocale());
  const spans = [markOf(work, { place: 0, label: 'helpful' }), markOf(work, { place: 1, label: 'error' })];
  return (
    <Variants>
      <Variant name="Marked text and the list of marks" sheet>
        <Rig
          work={work}
          entry={{ answer: { outcome: 'scale', position: 1 }, details: withDefaults({ spans }) }}
        >
          {(parts) => (
            <Pane {...parts}>
              <div className={barStyles['bar']}>
                <PartsPanel desk={parts.desk} work={work} form={work.question.form} />
              </div>
            </Pane>
          )}
        </Rig>
      </Variant>
    </Variants>
  );
}

function Rewrite() {
  const work = short(2)(pairWith({ rewrite: 'required' }), useLocale());
  const source = work.responses[0]?.messages[0]?.content ?? '';
  const rewrite = {
    responseId: '019a0000-0000-7000-8000-000000000009',
    place: 0,
    content: `${source}\n\n1. A\n2. B`,
  };
  return (
    <Rig
      work={work}
      entry={{ answer: { outcome: 'scale', position: 1 }, details: withDefaults({ rewrite }) }}
    >
      {({ desk }) => (
        <RewriteDialog desk={desk} work={work} form={work.question.form} onClose={() => undefined} />
      )}
    </Rig>
  );
}

export const readingStories: readonly Story[] = [
  { id: 'pair', title: 'A pair', render: () => <Read name="Markdown" of={works.markdownWork} /> },
  {
    id: 'answers',
    title: 'Several answers',
    render: () => <Read name="Four to rank" of={short(4)} form={rankForm()} />,
  },
  {
    id: 'steps',
    title: 'Step by step',
    render: () => (
      <Read
        name="The third step is wrong"
        of={works.stepsWork}
        form={singleForm('steps')}
        entry={{ answer: { outcome: 'steps', labels: ['right', 'right', 'wrong'] } }}
      />
    ),
  },
  {
    id: 'conversation',
    title: 'A conversation',
    render: () => <Read name="Four turns before" of={works.conversationWork} />,
  },
  { id: 'tools', title: 'Calls of tools', render: () => <Read name="Calls, results" of={works.toolsWork} /> },
  { id: 'image', title: 'An image', render: () => <Read name="In the prompt" of={works.imageWork} /> },
  {
    id: 'diff',
    title: 'Differences',
    render: () => <Read name="Marked in both" of={works.markdownWork} reading="diff" />,
  },
  {
    id: 'find',
    title: 'Finding',
    render: () => <Read name="The field" of={short(2)} reading="find" />,
  },
  { id: 'spans', title: 'Marks', render: () => <Spans /> },
  { id: 'rewrite', title: 'Writing a better answer', height: 800, render: () => <Rewrite /> },
];
