import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../../api/session';
import trendsStyles from '../trends/trends.module.css';
import { trendingPostsQuery } from '../posts/post-queries';
import { FollowButton } from './follow-button';
import { PersonRow } from './person-row';

export function Suggestions() {
  const { t } = useTranslation();
  const userId = useUserId();
  const { data = [] } = useQuery(trendingPostsQuery(useQueryClient()));
  const people = [...new Map(data.map(({ author }) => [author.userId, author])).values()].filter((p) => p.userId !== userId).slice(0, 4);
  if (people.length === 0) return null;
  return (
    <section className={trendsStyles.panel} aria-label={t('suggestions.title')}>
      <h2>{t('suggestions.title')}</h2>
      <ul>
        {people.map((person) => (
          <li key={person.userId}>
            <PersonRow person={person} aside={<FollowButton small person={person} relation={null} isPrivate={false} />} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export const SuggestedPeople = Suggestions;
