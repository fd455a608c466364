import { largestGroup } from '@pairwright/domain/pairing';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { TextField } from '../../../ui/Field.tsx';
import { isolated } from '../../../i18n/isolated.ts';
import styles from '../shared/console.module.css';
import { fewestInGroup, mostPairs } from './plan.ts';
import type { PlanDraft } from './plan.ts';

interface FieldsProps {
  draft: PlanDraft;
  onDraft: (draft: PlanDraft) => void;
  projectId: string;
  fault: string | null;
}

/** What a plan needs besides its name. */
export function PlanFields({ draft, onDraft, projectId, fault }: FieldsProps) {
  const t = useT();
  const listId = useId();
  const models = useQuery({
    ...read('listModels', { params: { projectId } }),
    enabled: draft.plan === 'against_baseline',
  });
  if (draft.plan === 'all_pairs' || draft.plan === 'singles') return null;
  if (draft.plan === 'against_baseline') {
    return (
      <>
        <TextField
          label={t('console-imports.model')}
          hint={t('console-imports.model_hint')}
          error={fault === 'model_missing' ? t('console-imports.model_missing') : null}
          list={listId}
          maxLength={200}
          dir="auto"
          autoComplete="off"
          value={draft.model}
          onChange={(event) => onDraft({ ...draft, model: event.target.value })}
        />
        <datalist id={listId}>
          {models.data?.items.map(({ model }) => (
            // What is chosen is the name as it is; what is shown has its own direction.
            <option key={model} value={model} dir="auto">
              {isolated(model)}
            </option>
          ))}
        </datalist>
      </>
    );
  }
  return (
    <div className={styles['fields']}>
      <CountField draft={draft} onDraft={onDraft} fault={fault} />
      <TextField
        label={t('console-imports.seed')}
        hint={t('console-imports.seed_hint')}
        error={fault === 'seed_out_of_range' ? t('console-imports.seed_fault') : null}
        inputMode="numeric"
        value={draft.seed}
        onChange={(event) => onDraft({ ...draft, seed: event.target.value })}
      />
    </div>
  );
}

/** How many: pairs of a random draw, or responses of a group. */
function CountField({ draft, onDraft, fault }: Omit<FieldsProps, 'projectId'>) {
  const t = useT();
  if (draft.plan === 'groups') {
    const bounds = { fewest: fewestInGroup, most: largestGroup };
    return (
      <TextField
        label={t('console-imports.size_of_group')}
        hint={t('console-imports.size_of_group_hint', bounds)}
        error={fault === 'size_out_of_range' ? t('console-imports.size_of_group_fault', bounds) : null}
        inputMode="numeric"
        value={draft.size}
        onChange={(event) => onDraft({ ...draft, size: event.target.value })}
      />
    );
  }
  return (
    <TextField
      label={t('console-imports.k')}
      hint={t('console-imports.k_hint', { most: mostPairs })}
      error={fault === 'k_out_of_range' ? t('console-imports.k_fault', { most: mostPairs }) : null}
      inputMode="numeric"
      value={draft.k}
      onChange={(event) => onDraft({ ...draft, k: event.target.value })}
    />
  );
}
