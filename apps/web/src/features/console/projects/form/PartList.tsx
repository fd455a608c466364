import { useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLocale, useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';
import { announce } from '../../../../ui/live-region.ts';
import { toast } from '../../../../ui/toast.ts';
import type { Editing } from './editing.ts';
import styles from './form.module.css';
import { keptKeys, keyFrom, moved } from './form-draft.ts';
import type { Part } from './form-draft.ts';
import type { PartKind } from './part-kinds.ts';
import { PartRow } from './PartRow.tsx';
import { useRowIds } from './use-row-ids.ts';

interface Props<Item extends Part> {
  kind: PartKind<Item>;
  editing: Editing;
  /** What an item has beside its name and key. */
  children?: (item: Item, change: (part: Partial<Item>) => void, path: string) => ReactNode;
}

/** Named parts of a form: add, remove, reorder with buttons or Alt and arrows, each folded until wanted. */
export function PartList<Item extends Part>(props: Props<Item>) {
  const { list, path, most, of } = props.kind;
  const { form, faults, published } = props.editing;
  const t = useT();
  const items = of(form);
  const kept = useMemo(() => keptKeys(published, list), [published, list]);
  const { ids, fresh, addRef, nameOf, add, remove, move, replace } = useListSteps(props);
  return (
    <div className={styles['list']}>
      {faults[path] === undefined ? null : (
        <p role="alert" className={styles['fault']}>
          {faults[path]}
        </p>
      )}
      {items.length === 0 ? null : (
        <ol className={styles['rows']}>
          {items.map((item, index) => (
            <PartRow
              key={ids[index]}
              item={item}
              path={`${path}.${index}`}
              name={nameOf(item)}
              place={{ index, count: items.length }}
              fresh={fresh === ids[index]}
              kept={kept}
              others={items.filter((_, place) => place !== index).map((other) => other.key)}
              faults={faults}
              onItem={(next) => replace(index, next)}
              onMove={(by) => move(index, by)}
              onRemove={() => remove(index)}
            >
              {props.children?.(item, (part) => replace(index, part), `${path}.${index}`)}
            </PartRow>
          ))}
        </ol>
      )}
      <div>
        <Button
          ref={addRef}
          size="small"
          icon="plus"
          disabledReason={items.length < most ? null : t('console-question.enough', { most })}
          onClick={add}
        >
          {t(`console-question.add_${list}`)}
        </Button>
      </div>
    </div>
  );
}

/** What can be done to the list, with what is said and where the focus goes. */
function useListSteps<Item extends Part>({ kind, editing }: Props<Item>) {
  const { of, into, make } = kind;
  const items = of(editing.form);
  const onItems = (change: (items: readonly Item[]) => Item[]) =>
    editing.onForm((now) => into(now, change(of(now))));
  const t = useT();
  const locale = useLocale();
  const rows = useRowIds(items.length);
  const addRef = useRef<HTMLButtonElement>(null);
  const nameOf = (item: Item | undefined): string => {
    const name = item?.label[locale].trim() ?? '';
    return name === '' ? t('console-question.unnamed') : name;
  };
  const add = () => {
    rows.add();
    onItems((now) => [...now, make(keyFrom('', keysOf(now)))]);
  };
  const remove = (index: number) => {
    const item = items[index];
    if (item === undefined) return;
    rows.remove(index);
    onItems((now) => now.filter((_, place) => place !== index));
    addRef.current?.focus();
    toast(t('console-question.removed', { name: nameOf(item) }), {
      action: {
        label: t('console-question.put_back'),
        onSelect: () => onItems((now) => [...now.slice(0, index), item, ...now.slice(index)]),
      },
    });
  };
  const move = (index: number, by: number) => {
    const to = index + by;
    if (to < 0 || to >= items.length) return;
    rows.move(index, to);
    onItems((now) => moved(now, index, by));
    const place = { name: nameOf(items[index]), place: to + 1, count: items.length };
    announce(t('console-question.moved_to', place));
  };
  const replace = (index: number, part: Partial<Item>) =>
    onItems((now) => now.map((old, place) => (place === index ? { ...old, ...part } : old)));
  return { ids: rows.ids, fresh: rows.fresh, addRef, nameOf, add, remove, move, replace };
}

function keysOf(items: readonly Part[]): string[] {
  return items.map((item) => item.key);
}
