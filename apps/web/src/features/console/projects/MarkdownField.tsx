import { useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { TextArea } from '../../../ui/Field.tsx';
import { Markdown } from '../../../ui/markdown/Markdown.tsx';
import { Tabs } from '../../../ui/Tabs.tsx';

interface Props {
  label: string;
  hint?: string;
  value: string;
  error?: string | null | undefined;
  rows?: number;
  onChange: (value: string) => void;
}

/** A text in Markdown with a look at what it becomes. */
export function MarkdownField({ label, hint, value, error, rows = 14, onChange }: Props) {
  const t = useT();
  const [tab, setTab] = useState<'write' | 'preview'>('write');
  return (
    <Tabs
      label={label}
      tabs={[
        { id: 'write', label: t('console-projects.write') },
        { id: 'preview', label: t('console-projects.preview') },
      ]}
      selected={tab}
      onSelect={setTab}
    >
      {tab === 'write' ? (
        <TextArea
          label={label}
          hint={hint}
          error={error}
          rows={rows}
          maxLength={200_000}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : value.trim() === '' ? (
        <p className="muted">{t('console-projects.nothing_written')}</p>
      ) : (
        <Markdown text={value} />
      )}
    </Tabs>
  );
}
