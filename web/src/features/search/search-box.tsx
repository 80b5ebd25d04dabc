import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/avatar';
import { keepSearch } from './recent-searches';
import styles from './search-box.module.css';
import { suggestQuery } from './search-queries';

type Option = {
  id: string;
  label: string;
  detail: string;
  open(): void;
  person?: Parameters<typeof Avatar>[0]['person'];
};

/** The field that searches, and suggests people and hashtags while one types. `text` is what was searched for last. */
export function SearchBox({ text = '', autoFocus = false }: { text?: string; autoFocus?: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const listId = useId();
  const [typed, setTyped] = useState(text);
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { data } = useQuery({ ...suggestQuery(typed.trim()), enabled: isOpen && typed.trim() !== '' });

  const people = (data?.people ?? []).map(
    (person): Option => ({
      id: person.userId,
      label: person.fullName,
      detail: `@${person.username}`,
      person,
      open: () => navigate({ to: '/people/$username', params: { username: person.username } }),
    }),
  );
  const hashtags = (data?.hashtags ?? []).map(
    ({ tag, posts }): Option => ({
      id: `#${tag}`,
      label: `#${tag}`,
      detail: t('search.posts', { count: posts }),
      open: () => navigate({ to: '/tags/$tag', params: { tag } }),
    }),
  );
  const options = isOpen && typed.trim() ? [...people, ...hashtags] : [];

  const close = () => {
    setIsOpen(false);
    setActive(-1);
  };
  const open = (option: Option) => {
    close();
    option.open();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const chosen = options[active];
    if (chosen) return open(chosen);
    const q = typed.trim();
    if (!q) return;
    close();
    keepSearch(q);
    navigate({ to: '/search', search: { q } });
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') close();
    if (!step || options.length === 0) return;
    event.preventDefault();
    setActive((active + step + options.length) % options.length);
  };
  return (
    <search className={styles.search}>
      <form onSubmit={submit}>
        <Search className={styles.icon} size={18} aria-hidden />
        <input
          className={styles.input}
          type="search"
          role="combobox"
          aria-label={t('search.label')}
          aria-autocomplete="list"
          aria-expanded={options.length > 0}
          aria-controls={options.length > 0 ? listId : undefined}
          aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
          placeholder={t('search.placeholder')}
          maxLength={200}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: the page of the search has nothing else to begin with
          autoFocus={autoFocus}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setIsOpen(true);
            setActive(-1);
          }}
          onKeyDown={press}
          onBlur={close}
        />
      </form>
      {options.length > 0 && (
        <div className={styles.list} id={listId} role="listbox" aria-label={t('search.suggestions')}>
          {options.map((option, index) => (
            // The keyboard reaches the options from the field, as a combobox has it.
            <div
              key={option.id}
              id={`${listId}-${index}`}
              className={styles.option}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onPointerDown={(event) => {
                event.preventDefault();
                open(option);
              }}
            >
              {option.person && <Avatar person={option.person} size="s" />}
              <span className={styles.label}>{option.label}</span>
              <span className={styles.detail}>{option.detail}</span>
            </div>
          ))}
        </div>
      )}
    </search>
  );
}
