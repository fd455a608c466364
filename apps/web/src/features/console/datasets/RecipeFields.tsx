import type { ReactNode } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import styles from '../shared/console.module.css';
import { CriterionField } from './CriterionField.tsx';
import own from './datasets.module.css';
import { MoreFilters } from './MoreFilters.tsx';
import { readRecipe, type RecipeDraft } from './recipe.ts';
import { DecideFields, FilterFields, PrivacyFields, RowFields } from './RecipeGroups.tsx';
import { SplitFields } from './SplitFields.tsx';

interface Props {
  projectId: string;
  draft: RecipeDraft;
  onDraft: (draft: RecipeDraft) => void;
}

/** How judgments become rows: every choice with what it does, in groups; the usual ones do for most. */
export function RecipeFields({ projectId, draft, onDraft }: Props) {
  const t = useT();
  const fields = { draft, onDraft };
  return (
    <div className={styles['form']}>
      {readRecipe(draft) === null ? <Banner tone="warn">{t('console-datasets.recipe_wrong')}</Banner> : null}
      <Group title={t('console-datasets.group_decide')} open>
        <CriterionField projectId={projectId} {...fields} />
        <DecideFields {...fields} />
      </Group>
      <Group title={t('console-datasets.group_filters')}>
        <FilterFields {...fields} />
        <MoreFilters projectId={projectId} {...fields} />
      </Group>
      <Group title={t('console-datasets.group_rows')}>
        <RowFields projectId={projectId} {...fields} />
      </Group>
      <Group title={t('console-datasets.group_split')}>
        <SplitFields {...fields} />
      </Group>
      <Group title={t('console-datasets.group_privacy')}>
        <PrivacyFields {...fields} />
      </Group>
    </div>
  );
}

function Group({ title, open = false, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details className={own['group']} open={open}>
      <summary>{title}</summary>
      <div className={styles['form']}>{children}</div>
    </details>
  );
}
