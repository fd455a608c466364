import type { CallOutput } from '@pairwright/contract/client';
import type { ExclusionScope } from '@pairwright/contract/exclusions';
import { useT } from '../../../i18n/use-i18n.ts';
import { RadioGroup, Select, TextField } from '../../../ui/Field.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { WhatTheySay } from './WhatTheySay.tsx';

/** An exclusion as it is being made. */
export interface Draft {
  annotatorId: string;
  kind: ExclusionScope['kind'];
  /** As the field has it: a local time without a zone. */
  from: string;
  batchId: string;
  reason: string;
}

/** What choices are narrowed to. */
export interface Search {
  annotator: string;
  batch: string;
}

export interface ChoicesProps {
  projectId: string;
  choices: CallOutput<'listExclusionChoices'>;
  draft: Draft;
  search: Search;
  onChange: (part: Partial<Draft>) => void;
  onSearch: (part: Partial<Search>) => void;
}

/** Whom and what to exclude. */
export function Choices({ projectId, choices: data, draft, search, onChange, onSearch }: ChoicesProps) {
  const t = useT();
  return (
    <>
      <PersonChoice choices={data} draft={draft} search={search} onChange={onChange} onSearch={onSearch} />
      {draft.annotatorId === '' ? null : (
        <section aria-label={t('console-replies.title')}>
          <h3>{t('console-replies.title')}</h3>
          <WhatTheySay projectId={projectId} annotatorId={draft.annotatorId} />
        </section>
      )}
      <RadioGroup
        label={t('console-exclude.scope')}
        value={draft.kind}
        onChange={(kind) => onChange({ kind })}
        options={(['all', 'from', 'batch'] as const).map((value) => ({
          value,
          label: t(`console-exclude.scope_${value}`),
        }))}
      />
      {draft.kind === 'from' ? (
        <TextField
          label={t('console-exclude.from')}
          type="datetime-local"
          value={draft.from}
          onChange={(event) => onChange({ from: event.target.value })}
        />
      ) : null}
      {draft.kind === 'batch' ? (
        <BatchChoice choices={data} draft={draft} search={search} onChange={onChange} onSearch={onSearch} />
      ) : null}
    </>
  );
}

type ChoiceProps = Omit<ChoicesProps, 'projectId'>;

function PersonChoice({ choices: data, draft, search, onChange, onSearch }: ChoiceProps) {
  const t = useT();
  return (
    <>
      <SearchField
        label={t('console-exclude.find_annotator')}
        hint={data.moreAnnotators ? t('console-exclude.more', { shown: data.annotators.length }) : undefined}
        value={search.annotator}
        onSearch={(annotator) => onSearch({ annotator })}
      />
      <Select
        label={t('console-exclude.annotator')}
        value={draft.annotatorId}
        options={[
          { value: '', label: t('console-exclude.choose') },
          ...data.annotators.map(({ userId, name, judgments }) => ({
            value: userId,
            label: t('console-exclude.annotator_with', { name, judgments }),
          })),
        ]}
        onChange={(annotatorId) => onChange({ annotatorId })}
      />
    </>
  );
}

function BatchChoice({ choices: data, draft, search, onChange, onSearch }: ChoiceProps) {
  const t = useT();
  return (
    <>
      <SearchField
        label={t('console-exclude.find_batch')}
        hint={data.moreBatches ? t('console-exclude.more', { shown: data.batches.length }) : undefined}
        value={search.batch}
        onSearch={(batch) => onSearch({ batch })}
      />
      <Select
        label={t('console-exclude.batch')}
        value={draft.batchId}
        options={[
          { value: '', label: t('console-exclude.choose') },
          ...data.batches.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(batchId) => onChange({ batchId })}
      />
    </>
  );
}
