import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Select } from '../../../ui/Field.tsx';
import type { RecipeDraft } from './recipe.ts';

interface Props {
  projectId: string;
  draft: RecipeDraft;
  onDraft: (draft: RecipeDraft) => void;
}

const MAIN = '';

/** Which question labels the rows; not shown where there is the main one only. */
export function CriterionField({ projectId, draft, onDraft }: Props) {
  const t = useT();
  const { data } = useQuery(read('getRecipeChoices', { params: { projectId } }));
  const { criterion } = draft.choices;
  const keys = [
    ...new Set([
      ...(data?.criteria.map(({ value }) => value) ?? []),
      ...(criterion === null ? [] : [criterion]),
    ]),
  ];
  if (keys.length === 0) return null;
  return (
    <Select
      label={t('console-datasets.criterion')}
      hint={t('console-datasets.criterion_hint')}
      value={criterion ?? MAIN}
      onChange={(chosen) => onDraft({ ...draft, choices: by(draft, chosen === MAIN ? null : chosen) })}
      options={[
        { value: MAIN, label: t('console-datasets.criterion_main') },
        ...keys.map((key) => ({ value: key, label: key })),
      ]}
    />
  );
}

/** The choices with that criterion, and with those that go with it: what is known or decided of the main question says nothing of it. */
function by({ choices }: RecipeDraft, criterion: string | null): RecipeDraft['choices'] {
  if (criterion === null) return { ...choices, criterion };
  return {
    ...choices,
    criterion,
    adjudicated: 'ignore',
    rewrites: 'leave_out',
    singles: 'leave_out',
    aggregation: choices.aggregation === 'weighted' ? 'majority' : choices.aggregation,
  };
}
