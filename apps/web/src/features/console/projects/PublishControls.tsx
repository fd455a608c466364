import { problemCode } from '../../../api/problem.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';

interface Props {
  error: unknown;
  fields: readonly string[];
  busy: boolean;
  dirty: boolean;
  /** The version the draft was begun from, and the newest there is. */
  basedOn: number;
  newest: number;
  label: string;
  onPublish: () => void;
  /** Goes on from the newest version, keeping the draft. */
  onKeepMine: () => void;
  /** Throws the draft away and begins from the newest version. */
  onTakeTheirs: () => void;
}

/** Publishing a new version; when somebody else published meanwhile, the person decides and nothing is lost. */
export function PublishControls(props: Props) {
  const t = useT();
  const conflict = props.newest > props.basedOn;
  if (conflict) {
    return (
      <>
        <Banner tone="warn">
          {t('console-projects.conflict', { version: props.newest, mine: props.basedOn })}
        </Banner>
        <div className={styles['actions']}>
          <Button onClick={props.onKeepMine}>{t('console-projects.keep_mine')}</Button>
          <Button onClick={props.onTakeTheirs}>
            {t('console-projects.take_theirs', { version: props.newest })}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      {problemCode(props.error) === 'wrong_state' ? null : (
        <FormProblem error={props.error} fields={props.fields} safe={t('console-projects.form_kept')} />
      )}
      <div>
        <Button
          variant="primary"
          type="submit"
          busy={props.busy}
          disabledReason={props.dirty ? null : t('console-projects.nothing_changed')}
          onClick={(event) => {
            event.preventDefault();
            props.onPublish();
          }}
        >
          {props.label}
        </Button>
      </div>
    </>
  );
}
