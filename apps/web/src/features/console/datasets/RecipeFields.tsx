import { useT } from '../../../i18n/use-i18n.ts';
import { Checkbox, RadioGroup, TextField } from '../../../ui/Field.tsx';
import styles from '../shared/console.module.css';
import { mostJudgments, readRecipe } from './recipe.ts';
import type { RecipeDraft } from './recipe.ts';

interface Props {
  draft: RecipeDraft;
  onDraft: (draft: RecipeDraft) => void;
}

/** How judgments become rows: every choice with what it does. */
export function RecipeFields({ draft, onDraft }: Props) {
  const t = useT();
  return (
    <div className={styles['form']}>
      <TextField
        label={t('console-datasets.min_judgments')}
        hint={t('console-datasets.min_judgments_hint')}
        error={
          readRecipe(draft) === null ? t('console.number_between', { least: 1, most: mostJudgments }) : null
        }
        inputMode="numeric"
        value={draft.minJudgments}
        onChange={(event) => onDraft({ ...draft, minJudgments: event.target.value })}
      />
      <RadioGroup
        label={t('console-datasets.majority')}
        value={draft.majority}
        onChange={(majority) => onDraft({ ...draft, majority })}
        options={(['simple', 'absolute', 'unanimous'] as const).map((value) => ({
          value,
          label: t(`console-datasets.majority_${value}`),
          hint: t(`console-datasets.majority_${value}_hint`),
        }))}
      />
      <RadioGroup
        label={t('console-datasets.ties')}
        value={draft.ties}
        onChange={(ties) => onDraft({ ...draft, ties })}
        options={(['drop', 'ignore_votes'] as const).map((value) => ({
          value,
          label: t(`console-datasets.ties_${value}`),
          hint: t(`console-datasets.ties_${value}_hint`),
        }))}
      />
      <RadioGroup
        label={t('console-datasets.both_bad')}
        value={draft.bothBad}
        onChange={(bothBad) => onDraft({ ...draft, bothBad })}
        options={(['drop', 'as_tie'] as const).map((value) => ({
          value,
          label: t(`console-datasets.both_bad_${value}`),
          hint: t(`console-datasets.both_bad_${value}_hint`),
        }))}
      />
      <OtherKinds draft={draft} onDraft={onDraft} />
      <RadioGroup
        label={t('console-datasets.adjudicated')}
        value={draft.adjudicated}
        onChange={(adjudicated) => onDraft({ ...draft, adjudicated })}
        options={(['ignore', 'prefer'] as const).map((value) => ({
          value,
          label: t(`console-datasets.adjudicated_${value}`),
          hint: t(`console-datasets.adjudicated_${value}_hint`),
        }))}
      />
      <Switches draft={draft} onDraft={onDraft} />
    </div>
  );
}

/** What becomes of rankings and rewrites. */
function OtherKinds({ draft, onDraft }: Props) {
  const t = useT();
  return (
    <>
      <RadioGroup
        label={t('console-datasets.rankings')}
        value={draft.rankings}
        onChange={(rankings) => onDraft({ ...draft, rankings })}
        options={(['all', 'adjacent', 'best_vs_rest', 'best_vs_worst', 'leave_out'] as const).map(
          (value) => ({
            value,
            label: t(`console-datasets.rankings_${value}`),
            hint: t(`console-datasets.rankings_${value}_hint`),
          }),
        )}
      />
      <RadioGroup
        label={t('console-datasets.rewrites')}
        value={draft.rewrites}
        onChange={(rewrites) => onDraft({ ...draft, rewrites })}
        options={(['include', 'leave_out'] as const).map((value) => ({
          value,
          label: t(`console-datasets.rewrites_${value}`),
          hint: t(`console-datasets.rewrites_${value}_hint`),
        }))}
      />
    </>
  );
}

function Switches({ draft, onDraft }: Props) {
  const t = useT();
  return (
    <div>
      <Checkbox
        label={t('console-datasets.drop_flagged')}
        checked={draft.dropFlagged}
        onChange={(dropFlagged) => onDraft({ ...draft, dropFlagged })}
      />
      <Checkbox
        label={t('console-datasets.include_margin')}
        hint={t('console-datasets.include_margin_hint')}
        checked={draft.includeMargin}
        onChange={(includeMargin) => onDraft({ ...draft, includeMargin })}
      />
    </div>
  );
}
