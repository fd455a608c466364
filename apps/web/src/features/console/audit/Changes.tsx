import type { AuditEntry } from '@pairwright/contract/audit';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import styles from './audit.module.css';
import { fieldKey } from './field-words.ts';

type Fields = AuditEntry['before'];

/** What an entry says was changed: as it was, as it is. */
export function Changes({ before, after }: { before: Fields; after: Fields }) {
  const t = useT();
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return <span className="muted">{t('console-audit.no_fields')}</span>;
  return (
    <dl className={styles['changes']}>
      {names.map((name) => (
        <div key={name}>
          <dt>
            <FieldName name={name} />
          </dt>
          {before !== null && name in before ? (
            <dd>
              <span className="visually-hidden">{t('console-audit.was')} </span>
              <s className={styles['was']}>
                <Value value={before[name]} />
              </s>
            </dd>
          ) : null}
          {after !== null && name in after ? (
            <dd>
              {before === null || !(name in before) ? null : (
                <span className="visually-hidden">{t('console-audit.is')} </span>
              )}
              <Value value={after[name]} />
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}

function FieldName({ name }: { name: string }) {
  const t = useT();
  const key = fieldKey(name);
  return key === null ? <code>{name}</code> : <>{t(key)}</>;
}

function Value({ value }: { value: unknown }) {
  const t = useT();
  const formats = useFormats();
  if (value === null || value === undefined) return <>{t('console-audit.empty')}</>;
  if (typeof value === 'boolean') return <>{t(value ? 'console-audit.yes' : 'console-audit.no')}</>;
  if (typeof value === 'number') return <>{formats.number(value)}</>;
  if (typeof value === 'string')
    return <bdi dir="auto">{value === '' ? t('console-audit.empty') : value}</bdi>;
  if (isDigest(value))
    return (
      <>{t('console-audit.digest', { characters: value.characters, sha256: value.sha256.slice(0, 12) })}</>
    );
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return <bdi dir="auto">{value.length === 0 ? t('console-audit.empty') : formats.list(value)}</bdi>;
  return <code>{JSON.stringify(value)}</code>;
}

function isDigest(value: unknown): value is { characters: number; sha256: string } {
  return typeof value === 'object' && value !== null && 'characters' in value && 'sha256' in value;
}
