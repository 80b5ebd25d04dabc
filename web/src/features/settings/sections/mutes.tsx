import { queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { listOptions } from '../../../api/lists';
import { Button } from '../../../ui/button';
import { Field } from '../../../ui/field';
import { ErrorNote } from '../../../ui/states';
import { OwnPeople } from '../own-people';
import { Section } from '../section';
import styles from '../settings.module.css';
import { useChange } from '../use-change';

const mutesQuery = listOptions<Schemas['MutedPerson']>(['own', 'mutes'], (cursor, signal) =>
  unwrap(api.GET('/api/v1/mutes', { params: { query: { cursor } }, signal })),
);

const wordsQuery = queryOptions({
  queryKey: ['own', 'muted-words'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/mutes/words', { signal }))).words,
});

/** The words and people that the reader has muted. */
export function MuteSettings() {
  const { t } = useTranslation();
  const people = useInfiniteQuery(mutesQuery);
  const unmute = useChange({
    run: (userId: string) => unwrap(api.DELETE('/api/v1/users/{userId}/mute', { params: { path: { userId } } })),
    reads: ['own', 'mutes'],
  });
  return (
    <>
      <Words />
      <Section title={t('settings.mutedPeople')}>
        <ErrorNote error={unmute.error} />
        <OwnPeople
          list={people}
          none={t('settings.noMutes')}
          aside={({ userId }) => (
            <Button small onClick={() => unmute.mutate(userId)}>
              {t('person.unmute')}
            </Button>
          )}
        />
      </Section>
    </>
  );
}

function Words() {
  const { t } = useTranslation();
  const { data: words = [], error } = useQuery(wordsQuery);
  const [word, setWord] = useState('');
  const save = useChange({
    run: (next: string[]) => unwrap(api.PUT('/api/v1/mutes/words', { body: { words: next } })),
    reads: ['own', 'muted-words'],
    onSuccess: () => setWord(''),
  });
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (word.trim()) save.mutate([...words, word.trim()]);
  };
  return (
    <Section title={t('settings.mutedWords')} text={t('settings.mutedWordsText')}>
      <form className="form" onSubmit={add}>
        <Field
          label={t('settings.word')}
          value={word}
          onChange={(event) => setWord(event.target.value)}
          error={save.problem?.problem.errors?.[0]?.message}
        />
        <div className={styles.end}>
          <Button type="submit" isBusy={save.isPending} disabled={!word.trim()}>
            {t('settings.addWord')}
          </Button>
        </div>
      </form>
      <ErrorNote error={error ?? (save.problem?.problem.errors ? null : save.error)} />
      <ul className={styles.chips}>
        {words.map((one) => (
          <li key={one}>
            <Button
              small
              aria-label={t('settings.removeWord', { word: one })}
              onClick={() => save.mutate(words.filter((other) => other !== one))}
            >
              {one} <X size={16} aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
