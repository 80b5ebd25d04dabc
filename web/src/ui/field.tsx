import { Switch as RadixSwitch } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './field.module.css';

interface Described {
  label: string;
  hint?: ReactNode;
  /** What is wrong with the value, in words that say what to do. */
  error?: string;
}

/** The attributes that tie a control to its hint and its error. */
function useDescription({ hint, error }: Pick<Described, 'hint' | 'error'>) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return { id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined };
}

function Frame({ id, label, hint, error, children }: Described & { id: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children}
      {hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className={styles.error} id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

export function Field({ label, hint, error, ...input }: Described & ComponentProps<'input'>) {
  const description = useDescription({ hint, error });
  return (
    <Frame id={description.id} label={label} hint={hint} error={error}>
      <input {...input} {...description} className={styles.input} />
    </Frame>
  );
}

export function TextArea({ label, hint, error, ...input }: Described & ComponentProps<'textarea'>) {
  const description = useDescription({ hint, error });
  return (
    <Frame id={description.id} label={label} hint={hint} error={error}>
      <textarea {...input} {...description} className={styles.input} />
    </Frame>
  );
}

export function Select({ label, hint, error, ...input }: Described & ComponentProps<'select'>) {
  const description = useDescription({ hint, error });
  return (
    <Frame id={description.id} label={label} hint={hint} error={error}>
      <select {...input} {...description} className={styles.input} />
    </Frame>
  );
}

interface SwitchProps extends Pick<Described, 'label' | 'hint'> {
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
}

export function Switch({ label, hint, checked, disabled, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div className={styles.switch}>
      <div>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {hint && (
          <p className={styles.hint} id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
      <RadixSwitch.Root
        id={id}
        className={styles.track}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={hint ? `${id}-hint` : undefined}
      >
        <RadixSwitch.Thumb className={styles.thumb} />
      </RadixSwitch.Root>
    </div>
  );
}
