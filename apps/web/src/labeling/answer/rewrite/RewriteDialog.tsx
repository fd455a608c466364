import { useDeferredValue, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { v7 as uuid } from 'uuid';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Select, TextArea } from '../../../ui/Field.tsx';
import { Markdown } from '../../../ui/markdown/Markdown.tsx';
import { Tabs } from '../../../ui/Tabs.tsx';
import { passageLanguage } from '../../pane/passage-language.ts';
import type { Work } from '../../session/session.ts';
import type { PartProps } from '../part-props.ts';
import { placeLetter } from '../place-letter.ts';
import { Changes } from './Changes.tsx';
import { nextRewrite, preferredPlace, sourceText, whyNoRewrite } from './rewrite-model.ts';
import styles from './rewrite.module.css';

/** The editor of a better answer: its text beside how it will look, and what was changed. Everything typed is kept. */
export function RewriteDialog({ onClose, ...props }: PartProps & { onClose: () => void }) {
  const t = useT();
  const { desk, work } = props;
  const { text, place, setText, setPlace } = useRewriteText(props);
  const [view, setView] = useState<'preview' | 'changes'>('preview');
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  const source = sourceText(work, place);
  const no = whyNoRewrite(text, source);
  const onKeyDown = editorKeys({
    onClose,
    onGive:
      no === 'same'
        ? null
        : (timeStamp) => {
            onClose();
            desk.give({ timeStamp, repeat: false }, 'key');
          },
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('labeling-turns.rewrite_title')}
      footer={<Foot onClose={onClose} />}
    >
      <div className={styles['editor']}>
        <div className={styles['writing']}>
          <SourceSelect work={work} place={place} onChange={setPlace} />
          <TextArea
            ref={area}
            className={styles['area']}
            label={t('labeling-turns.rewrite_text')}
            hint={no === null ? t('labeling-turns.rewrite_kept') : t(`labeling-turns.rewrite_${no}`)}
            rows={16}
            maxLength={200_000}
            lang={passageLanguage(text, work.language)}
            dir="auto"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <Tabs
          label={t('labeling-turns.rewrite_views')}
          tabs={[
            { id: 'preview', label: t('labeling-turns.preview') },
            { id: 'changes', label: t('labeling-turns.changes') },
          ]}
          selected={view}
          onSelect={setView}
        >
          <View view={view} text={text} source={source} language={work.language} />
        </Tabs>
      </div>
    </Dialog>
  );
}

function Foot({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <>
      <span className={styles['keys']}>{t('labeling-turns.rewrite_keys')}</span>
      <Button variant="primary" icon="check" onClick={onClose}>
        {t('labeling-turns.done')}
      </Button>
    </>
  );
}

/** Escape keeps the text and closes; Ctrl+Enter gives. Neither while an input method is at work. */
function editorKeys({
  onClose,
  onGive,
}: {
  onClose: () => void;
  onGive: ((timeStamp: number) => void) | null;
}): (event: KeyboardEvent) => void {
  return (event) => {
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    const gives = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
    if (composing || (event.key !== 'Escape' && !gives)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!gives) onClose();
    else if (!event.repeat) onGive?.(event.timeStamp);
  };
}

interface SourceSelectProps {
  work: Work;
  place: number | null;
  onChange: (place: number | null) => void;
}

function SourceSelect({ work, place, onChange }: SourceSelectProps) {
  const t = useT();
  const only = work.responses.length === 1;
  return (
    <Select
      label={t('labeling-turns.rewrite_from')}
      value={place === null ? 'none' : String(place)}
      onChange={(value) => onChange(value === 'none' ? null : Number(value))}
      options={[
        ...work.responses.map((_, index) => ({
          value: String(index),
          label: only
            ? t('labeling.the_answer')
            : t('labeling.answer_letter', { letter: placeLetter(index) }),
        })),
        { value: 'none', label: t('labeling-turns.rewrite_from_nothing') },
      ]}
    />
  );
}

interface ViewProps {
  view: 'preview' | 'changes';
  text: string;
  source: string;
  language: string | null;
}

function View({ view, text, source, language }: ViewProps) {
  // Typing goes first; what it looks like follows.
  const later = useDeferredValue(text);
  return (
    <div className={styles['view']} lang={passageLanguage(later, language)} dir="auto">
      {view === 'preview' ? <Markdown text={later} /> : <Changes before={source} after={later} />}
    </div>
  );
}

/** What stands in the editor, kept with the entry as far as it is a rewrite. */
function useRewriteText({ desk, work, form }: PartProps) {
  const kept = desk.entry.details.rewrite;
  const [place, setPlaceState] = useState(() =>
    kept === null ? preferredPlace(form, desk.entry.answer, work.responses.length) : kept.place,
  );
  const [text, setTextState] = useState(() => kept?.content ?? sourceText(work, place));
  const keep = (next: { text: string; place: number | null }): void =>
    desk.change((entry) => {
      const rewrite = nextRewrite(
        entry.details.rewrite,
        { ...next, source: sourceText(work, next.place) },
        uuid,
      );
      return { ...entry, details: { ...entry.details, rewrite } };
    }, 'rewrite');
  const setText = (next: string): void => {
    setTextState(next);
    keep({ text: next, place });
  };
  const setPlace = (next: number | null): void => {
    // What was written stays; a text that nobody touched yet is exchanged for the other answer's.
    const untouched = text === sourceText(work, place);
    const after = untouched ? sourceText(work, next) : text;
    setPlaceState(next);
    setTextState(after);
    keep({ text: after, place: next });
  };
  return { text, place, setText, setPlace };
}
