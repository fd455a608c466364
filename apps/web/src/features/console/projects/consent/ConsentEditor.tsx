import type { ConsentTexts, ConsentVersion } from '@pairwright/contract/consent';
import { useState } from 'react';
import { useWrite } from '../../../../api/queries.ts';
import { localeNames, locales } from '../../../../i18n/locales.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Checkbox } from '../../../../ui/Field.tsx';
import { Form } from '../../../../ui/Form.tsx';
import { Tabs } from '../../../../ui/Tabs.tsx';
import { toast } from '../../../../ui/toast.ts';
import styles from '../../shared/console.module.css';
import { faultsByField } from '../../shared/faults.ts';
import { MarkdownField } from '../MarkdownField.tsx';
import { PublishControls } from '../PublishControls.tsx';
import { useDirtyGuard } from '../use-dirty-guard.ts';
import { isEmpty, isSameTexts, noTexts } from './consent-draft.ts';

interface Props {
  projectId: string;
  newest: ConsentVersion | null;
  /** Somebody is asked now. */
  isAsked: boolean;
  onConflict: () => void;
}

interface Base {
  readonly version: number;
  readonly texts: ConsentTexts;
}

/** A new version of the text, in each language; without any, nobody is asked any more. */
export function ConsentEditor({ projectId, newest, isAsked, onConflict }: Props) {
  const t = useT();
  const current: Base = newest ?? { version: 0, texts: noTexts };
  const [base, setBase] = useState(current);
  const [draft, setDraft] = useState(base.texts);
  const [asksAgain, setAsksAgain] = useState(false);
  const publish = useWrite('publishConsentText', ['listConsentTexts', 'getMyProject', 'listMyProjects']);
  const dirty = !isSameTexts(draft, base.texts);
  useDirtyGuard(dirty);
  const startFrom = (version: Base) => {
    setBase(version);
    setDraft(version.texts);
    setAsksAgain(false);
  };
  // Untouched, the editor follows what others publish.
  if (!dirty && base.version !== current.version) startFrom(current);
  const send = () =>
    publish.mutate(
      { params: { projectId }, body: { texts: draft, asksAgain, basedOn: base.version } },
      {
        onSuccess: (version) => {
          startFrom(version);
          toast(t('console-projects.published', { version: version.version }));
        },
        onError: onConflict,
      },
    );
  return (
    <Form className={styles['form']}>
      <TextFields draft={draft} faults={faultsByField(publish.error, t)} onChange={setDraft} />
      {isAsked && !isEmpty(draft) ? (
        <Checkbox
          label={t('console-projects.consent_again')}
          hint={t('console-projects.consent_again_hint')}
          checked={asksAgain}
          onChange={setAsksAgain}
        />
      ) : null}
      {isAsked && isEmpty(draft) ? <p role="status">{t('console-projects.consent_stop')}</p> : null}
      <PublishControls
        error={publish.error}
        fields={['texts.en', 'texts.zh-CN']}
        busy={publish.isPending}
        dirty={dirty}
        basedOn={base.version}
        newest={current.version}
        label={t('console-projects.consent_publish')}
        onPublish={send}
        onKeepMine={() => setBase(current)}
        onTakeTheirs={() => startFrom(current)}
      />
    </Form>
  );
}

interface TextFieldsProps {
  draft: ConsentTexts;
  faults: Readonly<Record<string, string>>;
  onChange: (draft: ConsentTexts) => void;
}

/** A tab for each language. */
function TextFields({ draft, faults, onChange }: TextFieldsProps) {
  const t = useT();
  const [tab, setTab] = useState<keyof ConsentTexts>('en');
  return (
    <Tabs
      label={t('console-projects.consent_languages')}
      tabs={locales.map((id) => ({ id, label: localeNames[id] }))}
      selected={tab}
      onSelect={setTab}
    >
      <MarkdownField
        key={tab}
        label={t('console-projects.consent_text', { language: localeNames[tab] })}
        hint={t('console-projects.consent_text_hint')}
        value={draft[tab]}
        rows={10}
        error={faults[`texts.${tab}`]}
        onChange={(text) => onChange({ ...draft, [tab]: text })}
      />
    </Tabs>
  );
}
