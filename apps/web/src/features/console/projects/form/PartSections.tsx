import type { Criterion, LocalText, Rating, ResponseFlag } from '@pairwright/contract/question-form';
import type { ComponentProps } from 'react';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Checkbox, Select } from '../../../../ui/Field.tsx';
import type { Editing } from './editing.ts';
import styles from './form.module.css';
import type { ListName, Part } from './form-draft.ts';
import { pointChoices } from './PairFields.tsx';
import { criterionKind, flagKind, ratingKind, spanKind } from './part-kinds.ts';
import type { PartKind } from './part-kinds.ts';
import { PartList } from './PartList.tsx';
import { Section } from './Section.tsx';
import { Severities } from './Severities.tsx';
import { OptionalTextFields } from './TextFields.tsx';

interface Props {
  editing: Editing;
}

/** The list of one kind under its heading, with what an item of it has beside its name. */
function ListSection<Item extends Part>(
  props: ComponentProps<typeof PartList<Item>> & { kind: PartKind<Item, Exclude<ListName, 'reasons'>> },
) {
  const t = useT();
  const { list } = props.kind;
  return (
    <Section title={t(`console-question.list_${list}`)} hint={t(`console-question.${list}_hint`)}>
      <PartList {...props} />
    </Section>
  );
}

export function CriteriaSection({ editing }: Props) {
  const t = useT();
  return editing.form.main.kind === 'pair' ? (
    <ListSection kind={criterionKind} editing={editing}>
      {(item, change, path) => <CriterionFields {...{ item, change, path, faults: editing.faults }} />}
    </ListSection>
  ) : (
    <Section title={t('console-question.list_criteria')} hint={t('console-question.criteria_hint')}>
      <p className="muted">{t('console-question.criteria_pairs_only')}</p>
    </Section>
  );
}

export function RatingsSection({ editing }: Props) {
  return (
    <ListSection kind={ratingKind} editing={editing}>
      {(item, change, path) => <RatingFields {...{ item, change, path, faults: editing.faults }} />}
    </ListSection>
  );
}

export function FlagsSection({ editing }: Props) {
  return (
    <ListSection kind={flagKind} editing={editing}>
      {(item, change, path) => <FlagFields {...{ item, change, path, faults: editing.faults }} />}
    </ListSection>
  );
}

const tones = ['bad', 'warn', 'good', 'neutral'] as const;

export function SpansSection({ editing }: Props) {
  const t = useT();
  return (
    <ListSection kind={spanKind} editing={editing}>
      {(item, change) => (
        <Select
          label={t('console-question.tone')}
          value={item.tone}
          options={tones.map((tone) => ({ value: tone, label: t(`console-question.tone_${tone}`) }))}
          onChange={(tone) => change({ tone })}
        />
      )}
    </ListSection>
  );
}

interface FieldsProps<Item> {
  item: Item;
  change: (part: Partial<Item>) => void;
  path: string;
  faults: Editing['faults'];
}

function HintField({ item, change, path, faults }: FieldsProps<{ hint: LocalText | null }>) {
  const t = useT();
  return (
    <OptionalTextFields
      what={t('console-question.hint')}
      path={`${path}.hint`}
      value={item.hint}
      faults={faults}
      maxLength={500}
      onChange={(hint) => change({ hint })}
    />
  );
}

function RequiredField({ item, change }: Pick<FieldsProps<{ required: boolean }>, 'item' | 'change'>) {
  const t = useT();
  return (
    <Checkbox
      label={t('console-question.required')}
      checked={item.required}
      onChange={(required) => change({ required })}
    />
  );
}

function CriterionFields({ item, change, path, faults }: FieldsProps<Criterion>) {
  const t = useT();
  return (
    <>
      <HintField {...{ item, change, path, faults }} />
      <div className={styles['pairOfFields']}>
        <Select
          label={t('console-projects.points')}
          value={String(item.points)}
          error={faults[`${path}.points`]}
          options={pointChoices.map((value) => ({ value, label: value }))}
          onChange={(value) => change({ points: Number(value) })}
        />
        <div>
          <RequiredField {...{ item, change }} />
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

const minima = ['0', '1'] as const;
const maxima = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'] as const;

function RatingFields({ item, change, path, faults }: FieldsProps<Rating>) {
  const t = useT();
  const text = (name: 'low' | 'high') => (
    <OptionalTextFields
      what={t(`console-question.${name}`)}
      path={`${path}.${name}`}
      value={item[name]}
      faults={faults}
      maxLength={120}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <>
      <HintField {...{ item, change, path, faults }} />
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
      <RequiredField {...{ item, change }} />
    </>
  );
}

function FlagFields({ item, change, path, faults }: FieldsProps<ResponseFlag>) {
  return (
    <>
      <HintField {...{ item, change, path, faults }} />
      <Severities
        path={`${path}.severities`}
        items={item.severities}
        faults={faults}
        onItems={(severities) => change({ severities })}
      />
    </>
  );
}
