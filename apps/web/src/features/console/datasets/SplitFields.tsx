import { useT } from '../../../i18n/use-i18n.ts';
import { Checkbox, Select, TextField } from '../../../ui/Field.tsx';
import type { RecipeDraft } from './recipe.ts';
import type { SplitDraft } from './split-draft.ts';
import { SplitParts } from './SplitParts.tsx';

interface Props {
  draft: RecipeDraft;
  onDraft: (draft: RecipeDraft) => void;
}

const kinds = ['none', 'prompt', 'annotator', 'date'] as const;

/** Into which parts the rows go, and in which order. */
export function SplitFields({ draft, onDraft }: Props) {
  const t = useT();
  const { split, typed } = draft;
  const change = (part: Partial<SplitDraft>) => onDraft({ ...draft, split: { ...split, ...part } });
  return (
    <>
      <Select
        label={t('console-datasets.split')}
        value={split.by}
        onChange={(by) => change({ by })}
        options={kinds.map((value) => ({ value, label: t(`console-datasets.split_${value}`) }))}
      />
      {split.by === 'annotator' ? (
        <p className="muted">{t('console-datasets.split_annotator_hint')}</p>
      ) : null}
      {split.by === 'none' ? null : <SplitParts split={split} onSplit={change} />}
      {split.by === 'prompt' || split.by === 'annotator' ? (
        <TextField
          label={t('console-datasets.salt')}
          hint={t('console-datasets.salt_hint')}
          value={split.salt}
          error={split.salt === '' ? t('console.required') : null}
          onChange={(event) => change({ salt: event.target.value })}
        />
      ) : null}
      {split.by === 'prompt' ? (
        <Checkbox
          label={t('console-datasets.near_duplicates')}
          checked={split.nearDuplicates}
          onChange={(nearDuplicates) => change({ nearDuplicates })}
        />
      ) : null}
      <TextField
        label={t('console-datasets.shuffle_seed')}
        hint={t('console-datasets.shuffle_seed_hint')}
        inputMode="numeric"
        value={typed.shuffleSeed}
        onChange={(event) => onDraft({ ...draft, typed: { ...typed, shuffleSeed: event.target.value } })}
      />
    </>
  );
}
