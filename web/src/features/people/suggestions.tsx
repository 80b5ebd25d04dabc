import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useErrorText } from '../../i18n/error-text';
import { Button } from '../../ui/button';
import { showToast } from '../../ui/toasts';
import trendsStyles from '../trends/trends.module.css';
import { FollowButton } from './follow-button';
import type { Person } from './person-queries';
import { PersonRow } from './person-row';

const suggestionsQuery = queryOptions({
  queryKey: ['suggestions'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/v1/suggestions/people', { signal }))).items,
  staleTime: 5 * 60_000,
});

const NOT_YET = { following: false, requested: false };

/** Whom the reader could follow. `count` says how many are shown. */
export function Suggestions({ count = 4 }: { count?: number }) {
  const { t } = useTranslation();
  const { data = [] } = useQuery(suggestionsQuery);
  if (data.length === 0) return null;
  return (
    <section className={trendsStyles.panel} aria-label={t('suggestions.title')}>
      <h2>{t('suggestions.title')}</h2>
      <ul>
        {data.slice(0, count).map((person) => (
          <li key={person.userId}>
            <PersonRow
              person={person}
              aside={
                <>
                  <FollowButton small person={person} relation={NOT_YET} isPrivate={person.isPrivate} />
                  <Dismiss person={person} />
                </>
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Dismiss({ person: { userId, fullName } }: { person: Person }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const dismiss = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/suggestions/people/{userId}', { params: { path: { userId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: suggestionsQuery.queryKey }),
    onError: (error) => showToast(errorText(error)),
  });
  return (
    <Button
      look="icon"
      small
      aria-label={t('suggestions.dismiss', { name: fullName })}
      isBusy={dismiss.isPending}
      onClick={() => dismiss.mutate()}
    >
      <X size={16} aria-hidden />
    </Button>
  );
}
