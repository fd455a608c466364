import { flagReasons } from '@pairwright/contract/flag-reasons';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/queries.ts';
import type { MessageKey } from '../../../i18n/keys.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Button } from '../../../ui/Button.tsx';
import { Select, TextField } from '../../../ui/Field.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { may } from '../access.ts';
import styles from '../shared/console.module.css';
import { isNarrowed, type ListQuery, progressFilters } from './comparison-list.ts';
import { flagReasonWords } from './flag-words.ts';

interface Props {
  projectId: string;
  query: ListQuery;
  /** Sets one filter; empty takes it away. */
  onChoose: (name: string, value: string) => void;
  onAll: () => void;
}

/** What the list of comparisons is narrowed to: all of it stands in the address, to be shared. */
export function ComparisonFilters({ projectId, query, onChoose, onAll }: Props) {
  const t = useT();
  const choose = (name: string) => (value: string) => onChoose(name, value);
  return (
    <form
      className={styles['fields']}
      aria-label={t('console-projects.filters')}
      onSubmit={(event) => event.preventDefault()}
    >
      <SearchField
        label={t('console-projects.filter_search')}
        value={query.search ?? ''}
        onSearch={choose('search')}
      />
      <Select
        label={t('console-projects.comparison_filter')}
        value={query.progress ?? 'all'}
        options={progressFilters.map((value) => ({
          value,
          label: t(
            value === 'unfit' ? 'console-question.progress_unfit' : `console-projects.progress_${value}`,
          ),
        }))}
        onChange={choose('progress')}
      />
      <OfProject projectId={projectId} query={query} onChoose={onChoose} />
      <Select<string>
        label={t('console-projects.filter_flag')}
        value={query.flag ?? ''}
        options={[
          { value: '', label: t('console-projects.filter_any') },
          ...flagReasons.map((value) => ({ value, label: flagReasonWords(value, t) })),
        ]}
        onChange={choose('flag')}
      />
      <TextField
        label={t('console-projects.filter_from')}
        type="date"
        value={query.from ?? ''}
        onChange={(event) => onChoose('from', event.target.value)}
      />
      <TextField
        label={t('console-projects.filter_to')}
        type="date"
        value={query.to ?? ''}
        onChange={(event) => onChoose('to', event.target.value)}
      />
      {isNarrowed(query) ? (
        <div>
          <Button onClick={onAll}>{t('console-projects.filter_clear')}</Button>
        </div>
      ) : null}
    </form>
  );
}

const texts = [
  ['language', 'languages', 'console-projects.col_language'],
  ['category', 'categories', 'console-projects.category'],
  ['tag', 'tags', 'console-projects.filter_tag'],
] as const satisfies readonly (readonly [keyof ListQuery, string, MessageKey])[];

/** What there is in the project: to be chosen where the counts may be seen, else to be typed. */
function OfProject({ projectId, query, onChoose }: Omit<Props, 'onAll'>) {
  const t = useT();
  const me = useMe();
  const chooses = may(me, projectId, 'export');
  const params = { projectId };
  const choices = useQuery({ ...read('getRecipeChoices', { params }), enabled: chooses });
  const models = useQuery(read('listModels', { params }));
  const any = { value: '', label: t('console-projects.filter_any') };
  /** What is asked for stands among the choices, whatever there is. */
  const offered = (values: readonly string[], chosen: string | undefined) => [
    any,
    ...[...new Set([...values, ...(chosen === undefined ? [] : [chosen])])].map((value) => ({
      value,
      label: value,
    })),
  ];
  const batches = choices.data?.batches.map(({ value, name }) => ({ value, label: name })) ?? [];
  return (
    <>
      {texts.map(([name, list, label]) =>
        chooses ? (
          <Select<string>
            key={name}
            label={t(label)}
            value={query[name] ?? ''}
            options={offered(choices.data?.[list].map(({ value }) => value) ?? [], query[name])}
            onChange={(value) => onChoose(name, value)}
          />
        ) : (
          <SearchField
            key={name}
            label={t(label)}
            value={query[name] ?? ''}
            onSearch={(value) => onChoose(name, value)}
          />
        ),
      )}
      <Select<string>
        label={t('console-projects.filter_model')}
        value={query.model ?? ''}
        options={offered(models.data?.items.map(({ model }) => model) ?? [], query.model)}
        onChange={(value) => onChoose('model', value)}
      />
      {chooses ? (
        <Select<string>
          label={t('console-projects.filter_batch')}
          value={query.batch ?? ''}
          options={[
            any,
            ...batches,
            ...(query.batch === undefined || batches.some(({ value }) => value === query.batch)
              ? []
              : [{ value: query.batch, label: query.batch }]),
          ]}
          onChange={(value) => onChoose('batch', value)}
        />
      ) : null}
    </>
  );
}
