import { Fragment } from 'react';
import { lookAlikesOfKinds } from '@pairwright/domain/names/skeleton';
import { hasHidden, mixedScripts, withHiddenShown } from '@pairwright/domain/names/name-marks';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { isolated } from '../../../i18n/isolated.ts';

export interface NameProps {
  /** Of a person or a model, or an e-mail address: as somebody else wrote it. */
  text: string;
  /** Whether another one beside it looks the same; see `lookAlikesAmong`. */
  isTwin?: boolean;
  /** Its last signs tell twins apart. */
  id?: string | undefined;
}

/** A name that somebody decides by: by itself in its own direction, with a mark where it may not be what it seems. */
export function Name({ text, isTwin = false, id }: NameProps) {
  return (
    <>
      <bdi dir="auto">{withHiddenShown(text)}</bdi>
      <NameMarks text={text} isTwin={isTwin} id={id} />
    </>
  );
}

/** The marks alone, for beside a heading that is the name. */
export function NameMarks({ text, isTwin = false, id }: NameProps) {
  const marks = useNameMarks()(text, isTwin);
  return (
    <>
      {isTwin && id !== undefined ? (
        <>
          {' '}
          <span className="muted" translate="no">
            …{id.slice(-6)}
          </span>
        </>
      ) : null}
      {marks.map((mark) => (
        <Fragment key={mark}>
          {' '}
          <Badge tone="warn">{mark}</Badge>
        </Fragment>
      ))}
    </>
  );
}

/** Several names in a sentence's list; twins are told by `isTwin`, among these where it is left out. */
export function Names({
  texts,
  isTwin = lookAlikesOfKinds(texts),
}: {
  texts: readonly string[];
  isTwin?: (text: string) => boolean;
}) {
  const parts = new Intl.ListFormat(useLocale()).formatToParts(texts);
  return parts.map(({ type, value }, index) =>
    // The parts of a list never move.
    type === 'element' ? (
      <Name key={index} text={value} isTwin={isTwin(value)} />
    ) : (
      <Fragment key={index}>{value}</Fragment>
    ),
  );
}

/** A name with its marks in words, for labels of choices. */
export function useNameLabel(): (name: NameProps) => string {
  const marksOf = useNameMarks();
  return ({ text, isTwin = false, id }) =>
    [
      isolated(withHiddenShown(text)),
      ...(isTwin && id !== undefined ? [`…${id.slice(-6)}`] : []),
      ...marksOf(text, isTwin),
    ].join(' · ');
}

/** What may be wrong about a name, each in words; for where a name stands in a label. */
export function useNameMarks(): (text: string, isTwin?: boolean) => string[] {
  const t = useT();
  const locale = useLocale();
  const { list } = useFormats();
  return (text, isTwin = false) => {
    const scripts = mixedScripts(text);
    const names = new Intl.DisplayNames(locale, { type: 'script' });
    return [
      ...(scripts.length === 0
        ? []
        : [t('console.name_mixed', { scripts: list(scripts.map((code) => names.of(code) ?? code)) })]),
      ...(hasHidden(text) ? [t('console.name_hidden')] : []),
      ...(isTwin ? [t('console.name_twin')] : []),
    ];
  };
}
