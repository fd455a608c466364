import type { SomeDetails } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { withDefaults } from '@pairwright/domain/judgment/missing';
import { useLocale } from '../../src/i18n/use-i18n.ts';
import { GiveRow } from '../../src/labeling/answer/parts/GiveRow.tsx';
import { PartsPanel } from '../../src/labeling/answer/parts/PartsPanel.tsx';
import barStyles from '../../src/labeling/desk/bar.module.css';
import { Rig } from '../Rig.tsx';
import { criteria, flags, pairWith, rationale, ratings } from '../samples/forms.ts';
import { plainWork } from '../samples/works.ts';
import { Variant, Variants } from '../story.tsx';
import type { Story } from '../story.tsx';
import { useSay } from '../use-say.ts';

interface PartProps {
  name: string;
  parts: Partial<QuestionForm>;
  details?: SomeDetails;
  words?: string;
}

/** The parts of a form beside the choice, which has been made. */
function Part({ name, parts, details = {}, words = '' }: PartProps) {
  const locale = useLocale();
  const work = plainWork(name, pairWith(parts), { locale });
  return (
    <Variant name={name} sheet>
      <Rig
        work={work}
        entry={{
          answer: { outcome: 'scale', position: 2 },
          details: withDefaults(details),
          rationale: words,
        }}
      >
        {({ desk }) => (
          <div className={barStyles['bar']}>
            <PartsPanel desk={desk} work={work} form={work.question.form} />
            <GiveRow desk={desk} work={work} form={work.question.form} />
          </div>
        )}
      </Rig>
    </Variant>
  );
}

function Criteria() {
  return (
    <Variants>
      <Part name="Asked" parts={{ criteria }} />
      <Part
        name="Answered"
        parts={{ criteria }}
        details={{
          criteria: [
            { key: 'helpful', position: 6 },
            { key: 'harmless', position: null },
          ],
        }}
      />
    </Variants>
  );
}

function Ratings() {
  return (
    <Variants>
      <Part
        name="One of two answers rated"
        parts={{ ratings }}
        details={{
          ratings: [
            { key: 'correct', place: 0, value: 4 },
            { key: 'quality', place: 1, value: 10 },
          ],
        }}
      />
    </Variants>
  );
}

function Flags() {
  return (
    <Variants>
      <Part
        name="Flags with severities and without"
        parts={{ flags }}
        details={{
          flags: [
            { key: 'privacy', place: 0, severity: 2 },
            { key: 'off_topic', place: 1, severity: null },
          ],
        }}
      />
    </Variants>
  );
}

function Safety() {
  return (
    <Variants>
      <Part name="Asked" parts={{ safety: { required: true } }} />
      <Part name="Answered" parts={{ safety: { required: false } }} details={{ safe: [true, false] }} />
    </Variants>
  );
}

function Rationale() {
  const say = useSay();
  return (
    <Variants>
      <Part
        name="Reasons and words, still too short"
        parts={{ rationale }}
        details={{ reasons: ['factual'] }}
        words={say('Too short', '太短')}
      />
    </Variants>
  );
}

export const partStories: readonly Story[] = [
  { id: 'criteria', title: 'Criteria', render: () => <Criteria /> },
  { id: 'ratings', title: 'Ratings per answer', render: () => <Ratings /> },
  { id: 'flags', title: 'Flags with severities', render: () => <Flags /> },
  { id: 'safety', title: 'Safety', render: () => <Safety /> },
  { id: 'rationale', title: 'Reasons and rationale', render: () => <Rationale /> },
];
