import { type useInfiniteQuery } from '@tanstack/react-query';
import { type Schemas } from '@townsquare/client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Page } from '../../api/client';
import { Button } from '../../ui/button';
import { ErrorNote, Loading } from '../../ui/states';
import { PersonRow } from '../people/person-row';
import styles from './settings.module.css';

interface Props<Item> {
  list: ReturnType<typeof useInfiniteQuery<Page<Item>>>;
  none: string;
  aside(person: Item): ReactNode;
}

/** People whom the reader has muted, blocked or been asked by, each with what can be done. */
export function OwnPeople<Item extends Schemas['Person']>({ list, none, aside }: Props<Item>) {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = list;
  if (isPending) return <Loading rows={1} />;
  const people = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <ErrorNote error={error} onRetry={data ? fetchNextPage : refetch} />
      {data && people.length === 0 && <p className={styles.text}>{none}</p>}
      <ul>
        {people.map((person) => (
          <li key={person.userId}>
            <PersonRow person={person} aside={aside(person)} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button look="quiet" small isBusy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </>
  );
}
