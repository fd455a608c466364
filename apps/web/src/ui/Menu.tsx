import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { buttonClass } from './Button.tsx';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import styles from './menu.module.css';

export interface MenuItem {
  id: string;
  label: string;
  onSelect: () => void;
  icon?: IconName;
  /** Makes the item one of a set of choices; the chosen one is ticked. */
  checked?: boolean;
  /** `checked` is a switch of its own rather than a choice of a set. */
  toggle?: boolean;
  /** The key that chooses this item while the menu is open. */
  shortcut?: string;
}

export interface MenuGroup {
  id: string;
  heading?: string;
  items: readonly MenuItem[];
}

export interface MenuProps {
  /** The accessible name of the button that opens the menu. */
  label: string;
  icon?: IconName;
  /** Shown on the button; without it only the icon shows. */
  text?: string;
  groups: readonly MenuGroup[];
  placement?: 'down' | 'up';
  align?: 'end' | 'start';
  className?: string | undefined;
}

/** A menu button after the ARIA pattern: arrows, Home, End, first letters and Escape work. */
export function Menu({ label, icon, text, groups, placement = 'down', align = 'end', className }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const close = (giveFocusBack: boolean) => {
    setOpen(false);
    if (giveFocusBack) root.current?.querySelector('button')?.focus();
  };
  useOpenList(open ? root : null, placement, () => setOpen(false));
  return (
    <div
      ref={root}
      className={styles['root']}
      onBlur={(event) => {
        if (open && event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget))
          setOpen(false);
      }}
    >
      <button
        type="button"
        className={classNames(buttonClass('quiet'), className)}
        aria-label={label}
        title={text === undefined ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {icon === undefined ? null : <Icon name={icon} />}
        {text}
        {text === undefined ? null : <Icon name="chevronDown" size={14} />}
      </button>
      {open ? (
        <div
          role="menu"
          tabIndex={-1}
          aria-label={label}
          className={classNames(
            styles['list'],
            placement === 'up' && styles['up'],
            align === 'start' && styles['start'],
          )}
          onKeyDown={(event) => menuKey(event, close)}
        >
          {groups.map((group, index) => (
            <MenuGroupView key={group.id} group={group} first={index === 0} close={close} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** Looks after the list while it is open: fits it in, takes the focus there, closes it at a press elsewhere. */
function useOpenList(
  root: RefObject<HTMLDivElement | null> | null,
  placement: 'down' | 'up',
  close: () => void,
): void {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    const menu = root?.current;
    if (menu == null) return;
    const list = menu.querySelector<HTMLElement>('[role=menu]');
    const fit = () => (list === null ? undefined : fitIntoView(list, placement));
    fit();
    menu.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
    addEventListener('resize', fit);
    const outside = (event: Event) => {
      if (event.target instanceof Node && !menu.contains(event.target)) latest.current();
    };
    document.addEventListener('pointerdown', outside);
    return () => {
      removeEventListener('resize', fit);
      document.removeEventListener('pointerdown', outside);
    };
  }, [root, placement]);
}

/** Two items and a bit of the next. */
const leastHeight = 88;

/** A list that what scrolls around it would cut off scrolls by itself: it may hang from something that stays in place. */
function fitIntoView(list: HTMLElement, placement: 'down' | 'up'): void {
  list.style.maxHeight = '';
  const { top, bottom, height } = list.getBoundingClientRect();
  let [from, to] = [0, innerHeight];
  for (let around = list.parentElement; around !== null; around = around.parentElement) {
    if (around === document.body || getComputedStyle(around).overflowY === 'visible') continue;
    const clip = around.getBoundingClientRect();
    [from, to] = [Math.max(from, clip.top), Math.min(to, clip.bottom)];
  }
  const room = placement === 'down' ? to - top : bottom - from;
  if (height > room) list.style.maxHeight = `${Math.max(leastHeight, room)}px`;
}

function MenuGroupView({
  group,
  first,
  close,
}: {
  group: MenuGroup;
  first: boolean;
  close: (back: boolean) => void;
}) {
  return (
    <div role="group" aria-label={group.heading}>
      {first ? null : <div className={styles['separator']} />}
      {group.heading === undefined ? null : (
        <div className={styles['heading']} aria-hidden="true">
          {group.heading}
        </div>
      )}
      {group.items.map((item, index) => (
        <button
          key={item.id}
          type="button"
          role={
            item.checked === undefined
              ? 'menuitem'
              : item.toggle === true
                ? 'menuitemcheckbox'
                : 'menuitemradio'
          }
          aria-checked={item.checked}
          // A menu that scrolls must hold something that Tab could reach.
          tabIndex={first && index === 0 ? 0 : -1}
          className={styles['item']}
          onClick={() => {
            close(true);
            item.onSelect();
          }}
        >
          <span className={styles['mark']}>
            {item.checked === true ? (
              <Icon name="check" />
            ) : item.icon === undefined ? null : (
              <Icon name={item.icon} />
            )}
          </span>
          <span className={styles['text']}>{item.label}</span>
          {item.shortcut === undefined ? null : <kbd className="muted">{item.shortcut}</kbd>}
        </button>
      ))}
    </div>
  );
}

function menuKey(event: KeyboardEvent<HTMLElement>, close: (back: boolean) => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]')];
  const index = items.findIndex((item) => item === document.activeElement);
  const targets: Record<string, HTMLElement | undefined> = {
    ArrowDown: items[(index + 1) % items.length],
    ArrowUp: items[(index - 1 + items.length) % items.length],
    Home: items[0],
    End: items[items.length - 1],
  };
  if (event.key === 'Escape' || event.key === 'Tab') {
    event.stopPropagation();
    if (event.key === 'Escape') event.preventDefault();
    close(event.key === 'Escape');
    return;
  }
  const target = Object.hasOwn(targets, event.key)
    ? targets[event.key]
    : byFirstLetter(items, index, event.key);
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  target.focus();
}

function byFirstLetter(items: readonly HTMLElement[], index: number, key: string): HTMLElement | undefined {
  if (key.length !== 1 || key === ' ') return undefined;
  const turned = [...items.slice(index + 1), ...items.slice(0, index + 1)];
  return turned.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}
