import { useId } from 'react';
import type { ComponentPropsWithRef, ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

interface BaseProps extends Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'aria-label'> {
  variant?: ButtonVariant;
  size?: 'normal' | 'small';
  /** The action is on its way: the button stays focused and does nothing more. */
  busy?: boolean;
}

export interface ButtonProps extends BaseProps {
  children: ReactNode;
  icon?: IconName;
  /** Why the action is not possible now. A button is never disabled without saying so. */
  disabledReason?: string | null | undefined;
}

export function Button({
  variant,
  size,
  busy,
  icon,
  disabledReason,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const off = busy === true || typeof disabledReason === 'string';
  const button = (
    <button
      type="button"
      {...rest}
      className={classNames(buttonClass(variant, size), rest.className)}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      aria-describedby={typeof disabledReason === 'string' ? reasonId : rest['aria-describedby']}
      onClick={off ? (event) => event.preventDefault() : onClick}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  );
  if (typeof disabledReason !== 'string') return button;
  return (
    <span className={styles['reason']}>
      {button}
      <span id={reasonId} className={styles['reasonText']}>
        {disabledReason}
      </span>
    </span>
  );
}

export interface IconButtonProps extends BaseProps {
  /** The accessible name, also the tooltip. */
  label: string;
  icon: IconName;
  /** A key that does the same, shown in the tooltip. */
  shortcut?: string;
}

export function IconButton({
  label,
  icon,
  shortcut,
  variant = 'quiet',
  size,
  busy,
  onClick,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      aria-label={label}
      aria-keyshortcuts={shortcut}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      {...rest}
      className={classNames(buttonClass(variant, size), styles['icon'], rest.className)}
      onClick={busy === true ? (event) => event.preventDefault() : onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** The looks of a button, for links that act as the main way onward. */
export function buttonClass(
  variant: ButtonVariant = 'secondary',
  size: 'normal' | 'small' = 'normal',
): string {
  return classNames(
    styles['button'],
    variant === 'secondary' ? null : styles[variant],
    size === 'small' && styles['small'],
  );
}
