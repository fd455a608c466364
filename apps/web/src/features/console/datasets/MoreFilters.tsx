import { judgeGroup, type RecipeFilters } from '@pairwright/contract/recipe';
import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { TextField } from '../../../ui/Field.tsx';
import { CheckGroup } from './CheckGroup.tsx';
import type { RecipeDraft } from './recipe.ts';

interface Props {
  projectId: string;
  draft: RecipeDraft;
  onDraft: (draft: RecipeDraft) => void;
}

const outcomes = ['preference', 'tie', 'both_bad'] as const;

const versionFilters = [
  { filter: 'questionVersions', label: 'console-datasets.question_versions' },
  { filter: 'guidelinesVersions', label: 'console-datasets.guidelines_versions' },
] as const;

/** Filters that choose from what the project has: imports, versions, who judged, outcomes, flags, lengths. */
export function MoreFilters({ projectId, draft, onDraft }: Props) {
  const t = useT();
  const found = useQuery(read('getRecipeChoices', { params: { projectId } }));
  const { filters } = draft.choices;
  const choose = (change: Partial<RecipeFilters>) =>
    onDraft({ ...draft, choices: { ...draft.choices, filters: { ...filters, ...change } } });
  const version = (value: number) => ({
    value,
    label: t('console-datasets.version_number', { version: value }),
  });
  const hint = t('console-datasets.all_hint');
  const choices = found.data;
  return (
    <>
      {found.error === null ? null : (
        <ProblemState error={found.error} onRetry={() => void found.refetch()} />
      )}
      <CheckGroup
        label={t('console-datasets.batches')}
        hint={hint}
        options={choices?.batches.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        chosen={filters.batches}
        onChange={(batches) => choose({ batches })}
      />
      {versionFilters.map(({ filter, label }) => (
        <CheckGroup
          key={filter}
          label={t(label)}
          hint={hint}
          options={choices?.[filter].map(version) ?? []}
          chosen={filters[filter]}
          onChange={(chosen) => choose({ [filter]: chosen })}
        />
      ))}
      <CheckGroup
        label={t('console-datasets.judges')}
        hint={hint}
        options={judgeGroup.options.map((value) => ({ value, label: t(`console-datasets.judges_${value}`) }))}
        chosen={filters.judges}
        onChange={(judges) => choose({ judges })}
      />
      <CheckGroup
        label={t('console-datasets.outcomes')}
        hint={hint}
        options={outcomes.map((value) => ({ value, label: t(`console-datasets.outcomes_${value}`) }))}
        chosen={filters.outcomes}
        onChange={(chosen) => choose({ outcomes: chosen })}
      />
      <CheckGroup
        label={t('console-datasets.without_flags')}
        hint={t('console-datasets.without_flags_hint')}
        options={choices?.flags.map((value) => ({ value, label: value })) ?? []}
        chosen={filters.withoutFlags}
        onChange={(withoutFlags) => choose({ withoutFlags })}
      />
      <LengthFields draft={draft} onDraft={onDraft} />
    </>
  );
}

function LengthFields({ draft, onDraft }: Omit<Props, 'projectId'>) {
  const t = useT();
  return (['leastCharacters', 'mostCharacters'] as const).map((part) => (
    <TextField
      key={part}
      label={t(`console-datasets.${part === 'leastCharacters' ? 'least' : 'most'}_characters`)}
      hint={t('console-datasets.characters_hint')}
      inputMode="numeric"
      value={draft.typed[part]}
      onChange={(event) => onDraft({ ...draft, typed: { ...draft.typed, [part]: event.target.value } })}
    />
  ));
}
