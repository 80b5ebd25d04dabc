import type { ComponentProps } from 'react';
import styles from './button.module.css';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger' | 'icon';

interface Props extends ComponentProps<'button'> {
  look?: ButtonLook;
  small?: boolean;
  /** The action is under way: the button keeps its place and takes no second press. */
  isBusy?: boolean;
}

/** The classes of something that looks like a button, for links. */
export const buttonClass = (look: ButtonLook = 'plain', small = false, more = '') =>
  [styles.button, styles[look], small && styles.small, more].filter(Boolean).join(' ');

export function Button({ look = 'plain', small = false, isBusy = false, className, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(look, small, className)}
      aria-disabled={isBusy || undefined}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
    />
  );
}
