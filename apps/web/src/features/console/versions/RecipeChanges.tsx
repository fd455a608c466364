import type { RecipeChange } from '@pairwright/contract/version-diff';
import { useT } from '../../../i18n/use-i18n.ts';
import { Table } from '../../../ui/Table.tsx';
import { useChoiceWords } from './choice-words.ts';

/** The choices that two recipes do not make alike. */
export function RecipeChanges({ changes }: { changes: readonly RecipeChange[] }) {
  const t = useT();
  const words = useChoiceWords();
  if (changes.length === 0) return <p className="muted">{t('console-versions.same_recipe')}</p>;
  return (
    <Table<RecipeChange>
      caption={t('console-versions.recipe_changes')}
      compact
      rows={changes}
      rowKey={({ choice }) => choice}
      columns={[
        {
          key: 'choice',
          header: t('console-versions.col_choice'),
          rowHeader: true,
          cell: ({ choice }) => words.name(choice),
        },
        {
          key: 'before',
          header: t('console-versions.col_before'),
          cell: ({ choice, before }) => <bdi dir="auto">{words.value(choice, before)}</bdi>,
        },
        {
          key: 'after',
          header: t('console-versions.col_after'),
          cell: ({ choice, after }) => <bdi dir="auto">{words.value(choice, after)}</bdi>,
        },
      ]}
    />
  );
}
