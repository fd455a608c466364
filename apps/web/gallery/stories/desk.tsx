import type { QuestionForm } from '@pairwright/contract/question-form';
import { NoAnswer } from '@pairwright/contract/client';
import { useLocale, useT } from '../../src/i18n/use-i18n.ts';
import { NothingToShow } from '../../src/labeling/desk/BenchStates.tsx';
import type { Supply } from '../../src/labeling/session/controller.ts';
import { Banner } from '../../src/ui/Banner.tsx';
import { Desk } from '../Desk.tsx';
import { Rig } from '../Rig.tsx';
import { criteria, flags, pairWith, plainForm, rankForm, rationale } from '../samples/forms.ts';
import { project } from '../samples/project.ts';
import { markdownWork, plainWork } from '../samples/works.ts';
import { StageRoom, Variant, Variants } from '../story.tsx';
import type { Story } from '../story.tsx';

const nothing = (): void => undefined;

interface StateProps {
  name: string;
  supply: Supply;
  state?: 'active' | 'paused';
  exhausted?: boolean;
}

function State({ name, supply, state = 'active', exhausted = false }: StateProps) {
  return (
    <Variant name={name}>
      <StageRoom short>
        <NothingToShow
          project={{ ...project, state }}
          supply={supply}
          exhausted={exhausted}
          doneToday={12}
          onRetry={nothing}
        />
      </StageRoom>
    </Variant>
  );
}

const ready: Supply = { state: 'ready', error: null, nothing: null };

function States() {
  const locale = useLocale();
  return (
    <Rig work={markdownWork(plainForm(7), locale)}>
      {() => (
        <Variants>
          <State name="On its way" supply={{ state: 'starting', error: null, nothing: null }} />
          <State name="Nothing left" supply={ready} exhausted />
          <State name="Paused" supply={ready} state="paused" exhausted />
          <State name="No connection" supply={{ state: 'failed', error: new NoAnswer(), nothing: null }} />
          <State name="A fault" supply={{ state: 'failed', error: new Error('fault'), nothing: null }} />
        </Variants>
      )}
    </Rig>
  );
}

function Banners() {
  const t = useT();
  return (
    <Variants>
      <Variant name="No connection" plain>
        <Banner tone="warn" icon="offline">
          {t('labeling.offline', { count: 3 })}
        </Banner>
      </Variant>
      <Variant name="The device keeps nothing" plain>
        <Banner tone="danger">{t('labeling.not_durable')}</Banner>
      </Variant>
    </Variants>
  );
}

function Whole({ form, count }: { form: QuestionForm; count?: number }) {
  const locale = useLocale();
  const work = count === undefined ? markdownWork(form, locale) : plainWork('whole', form, { count, locale });
  return <Rig work={work}>{(parts) => <Desk {...parts} />}</Rig>;
}

const rich = pairWith({ criteria, flags, safety: { required: true }, rationale });

export const deskStories: readonly Story[] = [
  { id: 'desk', title: 'Desk: a pair', height: 800, render: () => <Whole form={plainForm(7)} /> },
  { id: 'desk-parts', title: 'Desk: a rich form', height: 800, render: () => <Whole form={rich} /> },
  {
    id: 'desk-rank',
    title: 'Desk: a ranking',
    height: 800,
    render: () => <Whole form={rankForm()} count={4} />,
  },
  { id: 'states', title: 'Nothing to show', render: () => <States /> },
  { id: 'banners', title: 'Banners', render: () => <Banners /> },
];
