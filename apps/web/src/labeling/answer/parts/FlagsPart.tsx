import type { ResponseFlag } from '@pairwright/contract/question-form';
import { useState } from 'react';
import type { Locale } from '../../../i18n/locales.ts';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import type { Translate } from '../../../i18n/use-i18n.ts';
import { TextField } from '../../../ui/Field.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import type { PartProps } from '../part-props.ts';
import { placeLetter } from '../place-letter.ts';
import { withFlag } from './part-changes.ts';
import styles from './parts.module.css';
import { PlaceSign } from './PlaceSign.tsx';
import { Segments } from './Segments.tsx';

/** More flags than this are folded, and can be searched. */
const longList = 8;

/** A yes for an answer, with how bad it is where the flag has names for that. */
export function FlagsPart(props: PartProps) {
  return props.work.responses.map((_, place) => (
    <AnswerFlags key={placeLetter(place)} {...props} place={place} />
  ));
}

function AnswerFlags({ desk, form, work, place }: PartProps & { place: number }) {
  const t = useT();
  const locale = useLocale();
  const long = form.flags.length > longList;
  const [open, setOpen] = useState(!long);
  const [sought, setSought] = useState('');
  const given = desk.entry.details.flags.filter((flag) => flag.place === place);
  const isSet = ({ key }: ResponseFlag): boolean => given.some((flag) => flag.key === key);
  const shown = open ? form.flags.filter((flag) => matches(flag, sought, locale)) : form.flags.filter(isSet);
  const count = work.responses.length;
  const name =
    count === 1 ? t('labeling.the_answer') : t('labeling.answer_letter', { letter: placeLetter(place) });
  return (
    <div className={styles['item']} role="group" aria-label={t('labeling-parts.flags_of', { name })}>
      <div className={styles['flagsHead']}>
        {count === 1 ? null : <PlaceSign place={place} of={count} />}
        <span>{t('labeling-parts.flags_set', { count: given.length })}</span>
        {long ? (
          <button
            type="button"
            className={styles['fold']}
            aria-expanded={open}
            data-row=""
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} />
            {t(open ? 'labeling-parts.flags_less' : 'labeling-parts.flags_all', { count: form.flags.length })}
            <span className="visually-hidden">{name}</span>
          </button>
        ) : null}
      </div>
      {long && open ? (
        <TextField
          label={t('labeling-parts.flags_search', { name })}
          hideLabel
          placeholder={t('labeling-parts.flags_search_short')}
          type="search"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
      ) : null}
      {shown.map((flag) => (
        <FlagRow
          key={flag.key}
          flag={flag}
          name={name}
          severity={given.find(({ key }) => key === flag.key)?.severity}
          onSet={(severity) =>
            desk.change((entry) => withFlag(form, entry, { key: flag.key, place, severity }))
          }
        />
      ))}
      {open && shown.length === 0 ? <p className="muted">{t('labeling-parts.flags_none_found')}</p> : null}
    </div>
  );
}

function matches({ label, key }: ResponseFlag, sought: string, locale: Locale): boolean {
  const words = sought.trim().toLowerCase();
  return words === '' || label[locale].toLowerCase().includes(words) || key.includes(words);
}

interface FlagRowProps {
  flag: ResponseFlag;
  /** Of the answer. */
  name: string;
  /** `undefined`: not set. */
  severity: number | null | undefined;
  onSet: (severity: number | null | undefined) => void;
}

/** No is what stands until somebody says otherwise. */
function FlagRow({ flag, name, severity, onSet }: FlagRowProps) {
  const t = useT();
  const locale = useLocale();
  const label = flag.label[locale];
  const said = severity == null ? null : (flag.severities[severity - 1]?.[locale] ?? null);
  return (
    <div className={styles['flag']} data-set={severity !== undefined || undefined}>
      <span className={styles['flagLabel']}>
        {label}
        {said === null ? null : <span className={styles['severity']}>{said}</span>}
        {flag.hint === null ? null : <span className={styles['hint']}>{flag.hint[locale]}</span>}
      </span>
      <Segments
        label={t('labeling-parts.flag_of', { label, name })}
        segments={segmentsOf(flag, locale, t)}
        value={severity === undefined ? 0 : (severity ?? 1)}
        onPick={(value) => onSet(value === 0 ? undefined : flag.severities.length === 0 ? null : value)}
      />
    </div>
  );
}

function segmentsOf({ severities }: ResponseFlag, locale: Locale, t: Translate) {
  const no = { value: 0, digit: '0', text: t('labeling-parts.flag_no'), name: t('labeling-parts.flag_no') };
  if (severities.length === 0) {
    const yes = t('labeling-parts.flag_yes');
    return [no, { value: 1, digit: '1', text: yes, name: yes }];
  }
  const degrees = severities.map((severity, index) => ({
    value: index + 1,
    digit: String(index + 1),
    text: String(index + 1),
    name: severity[locale],
  }));
  return [no, ...degrees];
}
