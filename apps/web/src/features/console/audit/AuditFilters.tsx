import { auditActions, auditObjects } from '@pairwright/contract/audit-actions';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Select, TextField } from '../../../ui/Field.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import styles from './audit.module.css';
import { type AuditFilter, withChoice } from './audit-filter.ts';

export interface Person {
  id: string;
  name: string;
}

interface Props {
  filter: AuditFilter;
  people: readonly Person[];
  onChoose: (next: Record<string, string>) => void;
}

/** Who, what, which kind of thing, and when. */
export function AuditFilters({ filter, people, onChoose }: Props) {
  const t = useT();
  const locale = useLocale();
  const byLabel = (one: { label: string }, other: { label: string }) =>
    one.label.localeCompare(other.label, locale);
  const persons = people.map(({ id, name }) => ({ value: id, label: name })).sort(byLabel);
  const actorId = filter.actorId ?? '';
  // Chosen in a row, of somebody who is no member any more.
  const chosen =
    actorId === '' || persons.some(({ value }) => value === actorId)
      ? []
      : [{ value: actorId, label: actorId }];
  const choose = (name: Parameters<typeof withChoice>[1]) => (value: string) =>
    onChoose(withChoice(filter, name, value));
  return (
    <form
      className={styles['filters']}
      aria-label={t('console-audit.filters')}
      onSubmit={(event) => event.preventDefault()}
    >
      <Select
        label={t('console-audit.person')}
        value={actorId}
        options={[{ value: '', label: t('console-audit.anybody') }, ...persons, ...chosen]}
        onChange={choose('actorId')}
      />
      <SearchField
        label={t('console-audit.person_like')}
        value={filter.actor ?? ''}
        onSearch={choose('actor')}
      />
      <Kinds filter={filter} onChoose={onChoose} />
      <SearchField
        label={t('console-audit.request_id')}
        value={filter.requestId ?? ''}
        onSearch={choose('requestId')}
      />
      <SearchField
        label={t('console-audit.address')}
        value={filter.address ?? ''}
        onSearch={choose('address')}
      />
      <TextField
        label={t('console-audit.from')}
        type="date"
        value={filter.from ?? ''}
        onChange={(event) => choose('from')(event.target.value)}
      />
      <TextField
        label={t('console-audit.to')}
        type="date"
        value={filter.to ?? ''}
        onChange={(event) => choose('to')(event.target.value)}
      />
      {Object.keys(filter).length === 0 ? null : (
        <Button onClick={() => onChoose({})}>{t('console-audit.show_all')}</Button>
      )}
    </form>
  );
}

/** Which action, and which kind of thing. */
function Kinds({ filter, onChoose }: Omit<Props, 'people'>) {
  const t = useT();
  const locale = useLocale();
  const byLabel = (one: { label: string }, other: { label: string }) =>
    one.label.localeCompare(other.label, locale);
  const choose = (name: 'action' | 'objectKind') => (value: string) =>
    onChoose(withChoice(filter, name, value));
  return (
    <>
      <Select<string>
        label={t('console-audit.action')}
        value={filter.action ?? ''}
        options={[
          { value: '', label: t('console-audit.any_action') },
          ...auditActions.map((value) => ({ value, label: t(`console-audit.do_${value}`) })).sort(byLabel),
        ]}
        onChange={choose('action')}
      />
      <Select<string>
        label={t('console-audit.object')}
        value={filter.objectKind ?? ''}
        options={[
          { value: '', label: t('console-audit.anything') },
          ...auditObjects.map((value) => ({ value, label: t(`console-audit.of_${value}`) })).sort(byLabel),
        ]}
        onChange={choose('objectKind')}
      />
    </>
  );
}
