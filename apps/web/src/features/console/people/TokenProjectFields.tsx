import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Checkbox, RadioGroup } from '../../../ui/Field.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import styles from '../shared/console.module.css';

interface Props {
  /** Undefined: all that I may enter. */
  chosen: readonly string[] | undefined;
  onChange: (chosen: readonly string[] | undefined) => void;
  tried: boolean;
}

/** Which projects a token is for. */
export function TokenProjectFields({ chosen, onChange, tried }: Props) {
  const t = useT();
  return (
    <>
      <RadioGroup
        label={t('console-people.token_projects')}
        value={chosen === undefined ? 'all' : 'some'}
        options={[
          { value: 'all', label: t('console-people.token_projects_all') },
          {
            value: 'some',
            label: t('console-people.token_projects_some'),
            hint: t('console-people.token_projects_some_may'),
          },
        ]}
        onChange={(kind) => onChange(kind === 'all' ? undefined : [])}
      />
      {chosen === undefined ? null : <Choices chosen={chosen} onChange={onChange} />}
      {tried && chosen?.length === 0 ? (
        <p role="alert">{t('console-people.token_projects_missing')}</p>
      ) : null}
    </>
  );
}

function Choices({ chosen, onChange }: { chosen: readonly string[]; onChange: Props['onChange'] }) {
  const t = useT();
  const me = useMe();
  // Owners may enter projects that they are no member of.
  const all = useQuery({ ...read('listProjects', { query: { limit: 200 } }), enabled: me.isOwner });
  if (me.isOwner && all.isPending) return <Skeleton lines={3} />;
  if (all.error !== null) return <ProblemState error={all.error} onRetry={() => void all.refetch()} />;
  const names = new Map(me.memberships.map(({ projectId, projectName }) => [projectId, projectName]));
  for (const { id, name } of all.data?.items ?? []) names.set(id, name);
  if (names.size === 0) return <p className="muted">{t('console-people.token_projects_none')}</p>;
  return (
    <fieldset>
      <legend className={styles['legend']}>{t('console-people.token_projects_some')}</legend>
      {[...names].map(([id, name]) => (
        <Checkbox
          key={id}
          label={name}
          checked={chosen.includes(id)}
          onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((other) => other !== id))}
        />
      ))}
    </fieldset>
  );
}
