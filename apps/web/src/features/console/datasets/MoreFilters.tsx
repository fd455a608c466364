import { judgeGroup, type RecipeFilters } from '@pairwright/contract/recipe';
import type { RecipeChoices } from '@pairwright/contract/recipe-choices';
import { lookAlikesAmong, lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { type ListedFilter, listOfFilter } from '@pairwright/domain/versions/unmatched-values';
import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { TextField } from '../../../ui/Field.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { useNameLabel } from '../shared/Name.tsx';
import { CheckGroup } from './CheckGroup.tsx';
import type { RecipeDraft } from './recipe.ts';
import { ValueGroup } from './ValueGroup.tsx';
import type { OfferedValue } from './values.ts';

interface Props {
  projectId: string;
  draft: RecipeDraft;
  onDraft: (draft: RecipeDraft) => void;
}

const outcomes = ['preference', 'tie', 'both_bad'] as const;

const textFilters = {
  languages: 'console-datasets.languages',
  categories: 'console-datasets.categories',
  sources: 'console-datasets.sources',
  tags: 'console-datasets.tags',
  models: 'console-datasets.models',
  teams: 'console-datasets.teams',
  withoutFlags: 'console-datasets.without_flags',
} as const satisfies Partial<Record<ListedFilter, MessageKey>>;

const numberFilters = {
  rounds: { label: 'console-datasets.rounds', one: 'console-datasets.round_number' },
  questionVersions: {
    label: 'console-datasets.question_versions',
    one: 'console-datasets.version_number',
  },
  guidelinesVersions: {
    label: 'console-datasets.guidelines_versions',
    one: 'console-datasets.version_number',
  },
} as const satisfies Partial<Record<ListedFilter, { label: MessageKey; one: MessageKey }>>;

/** Filters that choose from what the project has: imports, languages, models, versions, who judged, outcomes, flags, lengths. */
export function MoreFilters({ projectId, draft, onDraft }: Props) {
  const t = useT();
  const found = useQuery(read('getRecipeChoices', { params: { projectId } }));
  const { filters } = draft.choices;
  const choose = (change: Partial<RecipeFilters>) =>
    onDraft({ ...draft, choices: { ...draft.choices, filters: { ...filters, ...change } } });
  const of = { filters, choose };
  const hint = t('console-datasets.all_hint');
  return (
    <>
      {found.error === null ? null : (
        <ProblemState error={found.error} onRetry={() => void found.refetch()} />
      )}
      {found.isPending ? <Skeleton lines={6} /> : null}
      {found.data === undefined ? null : <ListedFilters {...of} choices={found.data} />}
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
      <LengthFields draft={draft} onDraft={onDraft} />
    </>
  );
}

interface ListedProps {
  filters: RecipeFilters;
  choose: (change: Partial<RecipeFilters>) => void;
  choices: RecipeChoices;
}

function ListedFilters(props: ListedProps) {
  const t = useT();
  const { sampled } = props.choices;
  return (
    <>
      {sampled === null ? null : (
        <p className="muted">{t('console-datasets.values_sampled', { ...sampled })}</p>
      )}
      <Batches {...props} />
      <Numbers {...props} filter="rounds" />
      {(['languages', 'categories', 'sources', 'tags', 'models'] as const).map((filter) => (
        <Texts key={filter} {...props} filter={filter} />
      ))}
      <Numbers {...props} filter="questionVersions" />
      <Numbers {...props} filter="guidelinesVersions" />
      <Texts {...props} filter="teams" />
      <Texts {...props} filter="withoutFlags" />
    </>
  );
}

function Batches({ filters, choose, choices }: ListedProps) {
  const t = useT();
  const labelOf = useNameLabel();
  const isTwin = lookAlikesAmong(choices.batches.map(({ name }) => name));
  const options: OfferedValue<string>[] = choices.batches.map(({ value, name, count }) => ({
    value,
    count,
    label: labelOf({ text: name, isTwin: isTwin(name), id: value }),
  }));
  return (
    <ValueGroup
      label={t('console-datasets.batches')}
      hint={t('console-datasets.all_hint')}
      options={options}
      chosen={filters.batches}
      onChange={(batches) => choose({ batches })}
      isPartial={choices.partial.includes('batches')}
    />
  );
}

function Numbers({ filters, choose, choices, filter }: ListedProps & { filter: keyof typeof numberFilters }) {
  const t = useT();
  const { label, one } = numberFilters[filter];
  return (
    <ValueGroup
      label={t(label)}
      hint={t('console-datasets.all_hint')}
      options={choices[filter].map(({ value, count }) => ({
        value,
        count,
        label: t(one, { version: value }),
      }))}
      chosen={filters[filter]}
      onChange={(chosen) => choose({ [filter]: chosen })}
      isPartial={choices.partial.includes(filter)}
      readTyped={(typed) => (/^[1-9]\d{0,4}$/.test(typed) ? Number(typed) : null)}
    />
  );
}

/** A text of the contract's length. */
const textOf = (typed: string): string | null => (typed === '' || typed.length > 200 ? null : typed);

function Texts({ filters, choose, choices, filter }: ListedProps & { filter: keyof typeof textFilters }) {
  const t = useT();
  const labelOf = useNameLabel();
  const list = listOfFilter[filter];
  const isTwin = lookAlikesOfKinds(choices[list].map(({ value }) => value));
  return (
    <ValueGroup
      label={t(textFilters[filter])}
      hint={t(
        filter === 'withoutFlags' ? 'console-datasets.without_flags_hint' : 'console-datasets.all_hint',
      )}
      options={choices[list].map(({ value, count }) => ({
        value,
        count,
        label: labelOf({ text: value, isTwin: isTwin(value) }),
      }))}
      chosen={filters[filter]}
      onChange={(chosen) => choose({ [filter]: chosen })}
      isPartial={choices.partial.includes(list)}
      readTyped={textOf}
    />
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
