import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useT } from '../../../../i18n/use-i18n.ts';
import { IconButton } from '../../../../ui/Button.tsx';
import { classNames } from '../../../../ui/class-names.ts';
import { TextField } from '../../../../ui/Field.tsx';
import { Icon } from '../../../../ui/Icon.tsx';
import styles from './form.module.css';
import { renamed } from './form-draft.ts';
import type { Part } from './form-draft.ts';
import { faultBelow } from './form-faults.ts';
import { TextFields } from './TextFields.tsx';

interface Props<Item extends Part> {
  item: Item;
  path: string;
  /** In the present language, or that it has none yet. */
  name: string;
  place: { index: number; count: number };
  /** Just added: opens, and its name takes the focus. */
  fresh: boolean;
  kept: ReadonlySet<string>;
  /** Keys of the other items. */
  others: readonly string[];
  faults: Readonly<Record<string, string>>;
  onItem: (item: Item) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
  children: ReactNode;
}

/** One part: its name and buttons, and behind the name everything about it. */
export function PartRow<Item extends Part>(props: Props<Item>) {
  const { path, fresh, faults } = props;
  const id = useId();
  const [opened, setOpened] = useState(fresh);
  const open = opened || faultBelow(faults, path);
  return (
    <li className={styles['row']}>
      <RowHead {...props} open={open} controls={id} onFold={() => setOpened(!open)} />
      <div id={id} hidden={!open} className={classNames(styles['rowBody'], !open && styles['closed'])}>
        {open ? <RowBody {...props} /> : null}
      </div>
    </li>
  );
}

interface HeadProps extends Pick<Props<Part>, 'item' | 'name' | 'place' | 'onMove' | 'onRemove'> {
  open: boolean;
  controls: string;
  onFold: () => void;
}

function RowHead({ item, name, place, onMove, onRemove, open, controls, onFold }: HeadProps) {
  const t = useT();
  const keys = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by === 0 || !event.altKey) return;
    event.preventDefault();
    onMove(by);
  };
  return (
    <div className={styles['rowHead']} role="presentation" onKeyDown={keys}>
      <button
        type="button"
        className={styles['fold']}
        aria-expanded={open}
        aria-controls={controls}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onClick={onFold}
      >
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={16} />
        <bdi dir="auto">{name}</bdi>
        <code className={styles['key']}>{item.key}</code>
      </button>
      <IconButton
        size="small"
        icon="chevronDown"
        className={styles['up']}
        label={t('console-question.move_up', { name })}
        aria-disabled={place.index === 0 || undefined}
        onClick={() => onMove(-1)}
      />
      <IconButton
        size="small"
        icon="chevronDown"
        label={t('console-question.move_down', { name })}
        aria-disabled={place.index === place.count - 1 || undefined}
        onClick={() => onMove(1)}
      />
      <IconButton
        size="small"
        icon="trash"
        label={t('console-question.remove', { name })}
        onClick={onRemove}
      />
    </div>
  );
}

function RowBody<Item extends Part>({
  item,
  path,
  fresh,
  kept,
  others,
  faults,
  onItem,
  children,
}: Props<Item>) {
  const t = useT();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fresh) first.current?.focus();
  }, [fresh]);
  return (
    <>
      <TextFields
        what={t('console-question.name')}
        path={`${path}.label`}
        value={item.label}
        faults={faults}
        firstRef={first}
        onChange={(label) => onItem(renamed(item, label, { others, kept }))}
      />
      {children}
      <TextField
        label={t('console-question.key')}
        hint={t(kept.has(item.key) ? 'console-question.key_kept' : 'console-question.key_hint')}
        className={styles['keyField']}
        maxLength={40}
        spellCheck={false}
        autoCapitalize="none"
        readOnly={kept.has(item.key)}
        value={item.key}
        error={faults[`${path}.key`]}
        onChange={(event) => onItem({ ...item, key: event.target.value })}
      />
    </>
  );
}
