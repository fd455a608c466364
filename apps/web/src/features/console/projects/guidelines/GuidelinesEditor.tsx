import type { GuidelinesVersion } from '@pairwright/contract/projects';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read, useWrite } from '../../../../api/queries.ts';
import { localeNames } from '../../../../i18n/locales.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Card } from '../../../../ui/Card.tsx';
import { Form } from '../../../../ui/Form.tsx';
import { Tabs } from '../../../../ui/Tabs.tsx';
import { toast } from '../../../../ui/toast.ts';
import styles from '../../shared/console.module.css';
import { faultsByField } from '../../shared/faults.ts';
import { MarkdownField } from '../MarkdownField.tsx';
import { PublishControls } from '../PublishControls.tsx';
import { useDirtyGuard } from '../use-dirty-guard.ts';
import { bodyOf, draftOf, type GuidelinesDraft, isSame, secondLocale } from './guidelines-draft.ts';

interface Props {
  projectId: string;
  newest: GuidelinesVersion;
  onConflict: () => void;
}

/** A new version of the guidelines: the main text, and one for readers of a second language. */
export function GuidelinesEditor({ projectId, newest, onConflict }: Props) {
  const t = useT();
  const [base, setBase] = useState(newest);
  const [draft, setDraft] = useState(() => draftOf(newest));
  const project = useQuery(read('getProject', { params: { projectId } }));
  const publish = useWrite('publishGuidelines', [
    'listGuidelines',
    'getProject',
    'getMyProject',
    'listMyProjects',
  ]);
  const locale = secondLocale(base, project.data?.language);
  const dirty = !isSame(draft, draftOf(base));
  useDirtyGuard(dirty);
  const startFrom = (version: GuidelinesVersion) => {
    setBase(version);
    setDraft(draftOf(version));
  };
  // Untouched, the editor follows what others publish.
  if (!dirty && base.version !== newest.version) startFrom(newest);
  return (
    <Card
      title={t('console-projects.edit')}
      aside={<span className="muted">{t('console-projects.based_on', { version: base.version })}</span>}
    >
      <Form className={styles['form']}>
        <TextFields
          draft={draft}
          language={localeNames[locale]}
          faults={faultsByField(publish.error, t)}
          onChange={(part) => setDraft({ ...draft, ...part })}
        />
        <PublishControls
          error={publish.error}
          fields={['markdown', 'other.markdown']}
          busy={publish.isPending}
          dirty={dirty}
          basedOn={base.version}
          newest={newest.version}
          label={t('console-projects.publish_guidelines')}
          onPublish={() =>
            publish.mutate(
              { params: { projectId }, body: { ...bodyOf(draft, locale), basedOn: base.version } },
              {
                onSuccess: (version) => {
                  startFrom(version);
                  toast(t('console-projects.published', { version: version.version }));
                },
                onError: onConflict,
              },
            )
          }
          onKeepMine={() => setBase(newest)}
          onTakeTheirs={() => startFrom(newest)}
        />
      </Form>
    </Card>
  );
}

interface TextFieldsProps {
  draft: GuidelinesDraft;
  /** The second one, by its own name. */
  language: string;
  faults: Readonly<Record<string, string>>;
  onChange: (part: Partial<GuidelinesDraft>) => void;
}

/** A tab for the main text, and one for that of the second language. */
function TextFields({ draft, language, faults, onChange }: TextFieldsProps) {
  const t = useT();
  const [tab, setTab] = useState<'main' | 'other'>('main');
  return (
    <Tabs
      label={t('console-projects.guidelines_languages')}
      tabs={[
        { id: 'main', label: t('console-projects.guidelines_main') },
        { id: 'other', label: t('console-projects.guidelines_for', { language }) },
      ]}
      selected={tab}
      onSelect={setTab}
    >
      {tab === 'main' ? (
        <MarkdownField
          key="main"
          label={t('console-projects.guidelines_text')}
          hint={t('console-projects.guidelines_hint')}
          value={draft.markdown}
          rows={20}
          error={faults['markdown']}
          onChange={(markdown) => onChange({ markdown })}
        />
      ) : (
        <MarkdownField
          key="other"
          label={t('console-projects.guidelines_other_text', { language })}
          hint={t('console-projects.guidelines_other_hint', { language })}
          value={draft.other}
          rows={20}
          error={faults['other.markdown']}
          onChange={(other) => onChange({ other })}
        />
      )}
    </Tabs>
  );
}
