import type { Recipe } from '@pairwright/contract/datasets';
import { useT } from '../../../i18n/use-i18n.ts';
import { Checkbox, RadioGroup, Select, TextField } from '../../../ui/Field.tsx';
import { MarginRatings } from './MarginRatings.tsx';
import { mostJudgments, type RecipeDraft, type TypedPart } from './recipe.ts';

interface Props {
  draft: RecipeDraft;
  onDraft: (draft: RecipeDraft) => void;
}

function useChange({ draft, onDraft }: Props) {
  return {
    choose: (change: Partial<Recipe>) => onDraft({ ...draft, choices: { ...draft.choices, ...change } }),
    type: (part: TypedPart, text: string) => onDraft({ ...draft, typed: { ...draft.typed, [part]: text } }),
  };
}

/** Which answer wins. */
export function DecideFields(props: Props) {
  const t = useT();
  const { choices, typed } = props.draft;
  const { choose, type } = useChange(props);
  const least = Number(typed.minJudgments.trim());
  const isNumber = /^\d{1,3}$/.test(typed.minJudgments.trim()) && least >= 1 && least <= mostJudgments;
  return (
    <>
      <TextField
        label={t('console-datasets.min_judgments')}
        hint={t('console-datasets.min_judgments_hint')}
        error={isNumber ? null : t('console.number_between', { least: 1, most: mostJudgments })}
        inputMode="numeric"
        value={typed.minJudgments}
        onChange={(event) => type('minJudgments', event.target.value)}
      />
      <Select
        label={t('console-datasets.aggregation')}
        hint={t('console-datasets.aggregation_hint')}
        value={choices.aggregation}
        onChange={(aggregation) => choose({ aggregation })}
        options={aggregations(choices).map((value) => ({
          value,
          label: t(`console-datasets.aggregation_${value}`),
        }))}
      />
      <RadioGroup
        label={t('console-datasets.majority')}
        value={choices.majority}
        onChange={(majority) => choose({ majority })}
        options={(['simple', 'absolute', 'unanimous'] as const).map((value) => ({
          value,
          label: t(`console-datasets.majority_${value}`),
          hint: t(`console-datasets.majority_${value}_hint`),
        }))}
      />
      <OutcomeFields {...props} />
    </>
  );
}

/** On a criterion every vote weighs the same. */
function aggregations({ criterion }: Recipe): readonly Recipe['aggregation'][] {
  return criterion === null ? ['majority', 'weighted', 'each_vote'] : ['majority', 'each_vote'];
}

/** What becomes of ties, of both bad, and of what reviewers decided. */
function OutcomeFields(props: Props) {
  const t = useT();
  const { choices } = props.draft;
  const { choose } = useChange(props);
  return (
    <>
      <RadioGroup
        label={t('console-datasets.ties')}
        value={choices.ties}
        onChange={(ties) => choose({ ties })}
        options={(['drop', 'ignore_votes', 'keep', 'half_weight'] as const).map((value) => ({
          value,
          label: t(`console-datasets.ties_${value}`),
          hint: t(`console-datasets.ties_${value}_hint`),
        }))}
      />
      <RadioGroup
        label={t('console-datasets.both_bad')}
        value={choices.bothBad}
        onChange={(bothBad) => choose({ bothBad })}
        options={(['drop', 'as_tie', 'negatives'] as const).map((value) => ({
          value,
          label: t(`console-datasets.both_bad_${value}`),
          hint: t(`console-datasets.both_bad_${value}_hint`),
        }))}
      />
      {choices.criterion === null ? (
        <RadioGroup
          label={t('console-datasets.adjudicated')}
          value={choices.adjudicated}
          onChange={(adjudicated) => choose({ adjudicated })}
          options={(['ignore', 'prefer'] as const).map((value) => ({
            value,
            label: t(`console-datasets.adjudicated_${value}`),
            hint: t(`console-datasets.adjudicated_${value}_hint`),
          }))}
        />
      ) : null}
    </>
  );
}

/** Which comparisons and judgments take part. */
export function FilterFields(props: Props) {
  const t = useT();
  const { choices, typed } = props.draft;
  const { choose, type } = useChange(props);
  const text = (part: TypedPart, label: string, hint?: string) => (
    <TextField
      label={label}
      {...(hint === undefined ? {} : { hint })}
      value={typed[part]}
      onChange={(event) => type(part, event.target.value)}
    />
  );
  const date = t('console-datasets.date_hint');
  return (
    <>
      {text('from', t('console-datasets.from'), date)}
      {text('to', t('console-datasets.to'), date)}
      {text('minAgreement', t('console-datasets.min_agreement'))}
      {text('minStrength', t('console-datasets.min_strength'))}
      <Checkbox
        label={t('console-datasets.adjudicated_only')}
        checked={choices.filters.adjudicatedOnly}
        onChange={(adjudicatedOnly) => choose({ filters: { ...choices.filters, adjudicatedOnly } })}
      />
      <Checkbox
        label={t('console-datasets.drop_flagged')}
        checked={choices.dropFlagged}
        onChange={(dropFlagged) => choose({ dropFlagged })}
      />
    </>
  );
}

/** The number beside a preference, and what it is made of. */
function MarginFields(props: Props & { projectId: string }) {
  const t = useT();
  const { choices } = props.draft;
  const { choose } = useChange(props);
  const margin = choices.includeMargin ? choices.margin : 'none';
  return (
    <>
      <Select
        label={t('console-datasets.margin')}
        hint={t('console-datasets.include_margin_hint')}
        value={margin}
        onChange={(value) =>
          choose(
            value === 'none'
              ? { includeMargin: false }
              : {
                  includeMargin: true,
                  margin: value,
                  marginRatings: value === 'rating_difference' ? (choices.marginRatings ?? []) : null,
                },
          )
        }
        options={(
          ['none', 'strength', 'llama2_small', 'llama2_large', 'rating_difference', 'log_odds'] as const
        ).map((value) => ({ value, label: t(`console-datasets.margin_${value}`) }))}
      />
      {margin === 'rating_difference' ? (
        <MarginRatings
          projectId={props.projectId}
          chosen={choices.marginRatings}
          onChange={(marginRatings) => choose({ marginRatings })}
        />
      ) : null}
    </>
  );
}

/** What the rows are made of, and what stands beside them. */
export function RowFields(props: Props & { projectId: string }) {
  const t = useT();
  const { choices } = props.draft;
  const { choose } = useChange(props);
  return (
    <>
      <MarginFields {...props} />
      <RadioGroup
        label={t('console-datasets.rankings')}
        value={choices.rankings}
        onChange={(rankings) => choose({ rankings })}
        options={(['all', 'adjacent', 'best_vs_rest', 'best_vs_worst', 'leave_out'] as const).map(
          (value) => ({
            value,
            label: t(`console-datasets.rankings_${value}`),
            hint: t(`console-datasets.rankings_${value}_hint`),
          }),
        )}
      />
      {choices.criterion === null ? <RewriteFields choices={choices} choose={choose} /> : null}
      <Checkbox
        label={t('console-datasets.soft_label')}
        checked={choices.softLabel}
        onChange={(softLabel) => choose({ softLabel })}
      />
      {choices.criterion === null ? <SinglesField choices={choices} choose={choose} /> : null}
      <Select
        label={t('console-versions.choice_duplicates')}
        hint={t('console-datasets.duplicates_hint')}
        value={choices.duplicates}
        onChange={(duplicates) => choose({ duplicates })}
        options={[
          { value: 'keep', label: t('console-versions.duplicates_keep') },
          { value: 'drop', label: t('console-datasets.duplicates_drop') },
          { value: 'near', label: t('console-datasets.duplicates_near') },
        ]}
      />
    </>
  );
}

/** What the files tell of people. */
export function PrivacyFields(props: Props) {
  const t = useT();
  const { choices } = props.draft;
  const { choose } = useChange(props);
  return (
    <>
      <Select
        label={t('console-datasets.personal_data')}
        hint={t('console-datasets.personal_data_hint')}
        value={choices.personalData}
        onChange={(personalData) => choose({ personalData })}
        options={(['ignore', 'report', 'mask', 'refuse'] as const).map((value) => ({
          value,
          label: t(`console-datasets.personal_data_${value}`),
        }))}
      />
      <Select
        label={t('console-datasets.annotators')}
        value={choices.annotators}
        onChange={(annotators) => choose({ annotators })}
        options={(['pseudonyms', 'none'] as const).map((value) => ({
          value,
          label: t(`console-datasets.annotators_${value}`),
        }))}
      />
    </>
  );
}

interface ChoiceProps {
  choices: Recipe;
  choose: (change: Partial<Recipe>) => void;
}

function RewriteFields({ choices, choose }: ChoiceProps) {
  const t = useT();
  return (
    <RadioGroup
      label={t('console-datasets.rewrites')}
      value={choices.rewrites}
      onChange={(rewrites) => choose({ rewrites })}
      options={(['include', 'leave_out'] as const).map((value) => ({
        value,
        label: t(`console-datasets.rewrites_${value}`),
        hint: t(`console-datasets.rewrites_${value}_hint`),
      }))}
    />
  );
}

function SinglesField({ choices, choose }: ChoiceProps) {
  const t = useT();
  return (
    <Checkbox
      label={t('console-datasets.singles_include')}
      checked={choices.singles === 'include'}
      onChange={(checked) => choose({ singles: checked ? 'include' : 'leave_out' })}
    />
  );
}
