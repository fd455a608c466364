import { Fragment } from 'react';
import { hasHidden, mixedScripts, withHiddenShown } from '@pairwright/domain/names/name-marks';
import { useFormats } from '../../../i18n/format.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';

export interface NameProps {
  /** Of a person or a model, or an e-mail address: as somebody else wrote it. */
  text: string;
  /** Whether another one beside it looks the same; see `lookAlikesAmong`. */
  isTwin?: boolean;
  /** Its last signs tell twins apart. */
  id?: string;
}

/** A name that somebody decides by: by itself in its own direction, with a mark where it may not be what it seems. */
export function Name({ text, isTwin = false, id }: NameProps) {
  const marks = useNameMarks()(text, isTwin);
  return (
    <>
      <bdi dir="auto">{withHiddenShown(text)}</bdi>
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
