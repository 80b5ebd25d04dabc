import { useQuery } from '@tanstack/react-query';
import { type ComponentProps, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/avatar';
import { suggestQuery } from '../search/search-queries';
import { complete, type Token, tokenAt } from './completion';
import styles from './composer.module.css';

interface Props extends Omit<ComponentProps<'textarea'>, 'onChange' | 'value'> {
  value: string;
  onChange(text: string): void;
}

/** A text area that completes hashtags and mentions while they are typed. */
export function CompletingTextarea({ value, onChange, ...rest }: Props) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [token, setToken] = useState<Token>();
  const [active, setActive] = useState(0);
  const { data } = useQuery({ ...suggestQuery(token?.text ?? ''), enabled: token !== undefined });
  const options = token
    ? [
        ...(data?.people ?? []).map((person) => ({ text: `@${person.username}`, person, posts: undefined })),
        ...(data?.hashtags ?? []).map(({ tag, posts }) => ({ text: `#${tag}`, person: undefined, posts })),
      ]
    : [];
  const isOpen = options.length > 0;

  const look = () => {
    const { selectionStart, selectionEnd, value: text } = field.current!;
    setToken(selectionStart === selectionEnd ? tokenAt(text, selectionEnd) : undefined);
    setActive(0);
  };
  const choose = (chosen: string) => {
    const next = complete(value, token!, chosen);
    onChange(next.text);
    setToken(undefined);
    // The caret can be set once the new text is in the field.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isOpen && !event.nativeEvent.isComposing) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) setActive((active + step + options.length) % options.length);
      else if (event.key === 'Enter' || event.key === 'Tab') choose(options[active]!.text);
      else if (event.key === 'Escape') setToken(undefined);
      else return rest.onKeyDown?.(event);
      event.preventDefault();
      return;
    }
    rest.onKeyDown?.(event);
  };
  return (
    <div className={styles.completing}>
      <textarea
        {...rest}
        ref={field}
        value={value}
        dir="auto"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
        onChange={(event) => {
          onChange(event.target.value);
          look();
        }}
        onKeyDown={press}
        onSelect={(event) => {
          if (event.nativeEvent.type !== 'selectionchange') look();
        }}
        onBlur={() => setToken(undefined)}
      />
      {isOpen && (
        <div id={listId} className={styles.options} role="listbox" aria-label={t('composer.suggestions')}>
          {options.map(({ text, person, posts }, index) => (
            // The keyboard reaches the options from the field, as a combobox has it.
            <div
              key={text}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={styles.option}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(text);
              }}
            >
              {person && <Avatar person={person} size="s" />}
              <span>{person ? person.fullName : text}</span>
              <span className={styles.quiet}>{person ? text : t('search.posts', { count: posts })}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
