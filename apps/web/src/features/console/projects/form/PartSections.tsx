import type { Criterion, Rating, ResponseFlag } from '@pairwright/contract/question-form';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Checkbox, Select } from '../../../../ui/Field.tsx';
import type { Editing } from './editing.ts';
import styles from './form.module.css';
import { newCriterion, newFlag, newRating, newSpan } from './form-draft.ts';
import { pointChoices } from './PairFields.tsx';
import { PartList } from './PartList.tsx';
import { Section } from './Section.tsx';
import { Severities } from './Severities.tsx';
import { OptionalTextFields } from './TextFields.tsx';

interface Props {
  editing: Editing;
}

interface FieldsProps<Item> {
  item: Item;
  change: (part: Partial<Item>) => void;
  path: string;
  faults: Editing['faults'];
}

export function CriteriaSection({ editing: { form, onForm, kept, faults } }: Props) {
  const t = useT();
  return (
    <Section title={t('console-question.list_criteria')} hint={t('console-question.criteria_hint')}>
      {form.main.kind === 'pair' ? (
        <PartList
          list="criteria"
          path="form.criteria"
          items={form.criteria}
          onItems={(by) => onForm((now) => ({ ...now, criteria: by(now.criteria) }))}
          make={newCriterion}
          most={12}
          kept={kept.criteria}
          faults={faults}
        >
          {(item, change, path) => <CriterionFields {...{ item, change, path, faults }} />}
        </PartList>
      ) : (
        <p className="muted">{t('console-question.criteria_pairs_only')}</p>
      )}
    </Section>
  );
}

function CriterionFields({ item, change, path, faults }: FieldsProps<Criterion>) {
  const t = useT();
  return (
    <>
      <OptionalTextFields
        what={t('console-question.hint')}
        path={`${path}.hint`}
        value={item.hint}
        faults={faults}
        maxLength={500}
        onChange={(hint) => change({ hint })}
      />
      <div className={styles['pairOfFields']}>
        <Select
          label={t('console-projects.points')}
          value={String(item.points)}
          error={faults[`${path}.points`]}
          options={pointChoices.map((value) => ({ value, label: value }))}
          onChange={(value) => change({ points: Number(value) })}
        />
        <div>
          <Checkbox
            label={t('console-question.required')}
            checked={item.required}
            onChange={(required) => change({ required })}
          />
          <Checkbox
            label={t('console-question.not_applicable')}
            checked={item.allowNotApplicable}
            onChange={(allowNotApplicable) => change({ allowNotApplicable })}
          />
        </div>
      </div>
    </>
  );
}

export function RatingsSection({ editing: { form, onForm, kept, faults } }: Props) {
  const t = useT();
  return (
    <Section title={t('console-question.list_ratings')} hint={t('console-question.ratings_hint')}>
      <PartList
        list="ratings"
        path="form.ratings"
        items={form.ratings}
        onItems={(by) => onForm((now) => ({ ...now, ratings: by(now.ratings) }))}
        make={newRating}
        most={12}
        kept={kept.ratings}
        faults={faults}
      >
        {(item, change, path) => <RatingFields {...{ item, change, path, faults }} />}
      </PartList>
    </Section>
  );
}

const minima = ['0', '1'] as const;
const maxima = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;

function RatingFields({ item, change, path, faults }: FieldsProps<Rating>) {
  const t = useT();
  const text = (name: 'hint' | 'low' | 'high') => (
    <OptionalTextFields
      what={t(`console-question.${name}`)}
      path={`${path}.${name}`}
      value={item[name]}
      faults={faults}
      maxLength={name === 'hint' ? 500 : 120}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <>
      {text('hint')}
      <div className={styles['pairOfFields']}>
        <Select
          label={t('console-question.min')}
          value={String(item.min)}
          options={minima.map((value) => ({ value, label: value }))}
          onChange={(value) => change({ min: Number(value) })}
        />
        <Select
          label={t('console-question.max')}
          value={String(item.max)}
          error={faults[`${path}.max`]}
          options={maxima.map((value) => ({ value, label: value }))}
          onChange={(value) => change({ max: Number(value) })}
        />
      </div>
      {text('low')}
      {text('high')}
      <Checkbox
        label={t('console-question.required')}
        checked={item.required}
        onChange={(required) => change({ required })}
      />
    </>
  );
}

export function FlagsSection({ editing: { form, onForm, kept, faults } }: Props) {
  const t = useT();
  return (
    <Section title={t('console-question.list_flags')} hint={t('console-question.flags_hint')}>
      <PartList
        list="flags"
        path="form.flags"
        items={form.flags}
        onItems={(by) => onForm((now) => ({ ...now, flags: by(now.flags) }))}
        make={newFlag}
        most={40}
        kept={kept.flags}
        faults={faults}
      >
        {(item, change, path) => <FlagFields {...{ item, change, path, faults }} />}
      </PartList>
    </Section>
  );
}

function FlagFields({ item, change, path, faults }: FieldsProps<ResponseFlag>) {
  const t = useT();
  return (
    <>
      <OptionalTextFields
        what={t('console-question.hint')}
        path={`${path}.hint`}
        value={item.hint}
        faults={faults}
        maxLength={500}
        onChange={(hint) => change({ hint })}
      />
      <Severities
        path={`${path}.severities`}
        items={item.severities}
        faults={faults}
        onItems={(severities) => change({ severities })}
      />
    </>
  );
}

const tones = ['bad', 'warn', 'good', 'neutral'] as const;

export function SpansSection({ editing: { form, onForm, kept, faults } }: Props) {
  const t = useT();
  return (
    <Section title={t('console-question.list_spans')} hint={t('console-question.spans_hint')}>
      <PartList
        list="spans"
        path="form.spans"
        items={form.spans}
        onItems={(by) => onForm((now) => ({ ...now, spans: by(now.spans) }))}
        make={newSpan}
        most={12}
        kept={kept.spans}
        faults={faults}
      >
        {(item, change) => (
          <Select
            label={t('console-question.tone')}
            value={item.tone}
            options={tones.map((tone) => ({ value: tone, label: t(`console-question.tone_${tone}`) }))}
            onChange={(tone) => change({ tone })}
          />
        )}
      </PartList>
    </Section>
  );
}
