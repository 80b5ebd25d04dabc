import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { unwrap } from '@townsquare/client';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import styles from './trends.module.css';

export const trendingHashtagsQuery = queryOptions({
  queryKey: ['trending-hashtags'],
  queryFn: async ({ signal }) => {
    const params = { query: { limit: 8 } };
    return (await unwrap(api.GET('/api/v1/trending/hashtags', { params, signal }))).items;
  },
  staleTime: 60_000,
});

/** The hashtags that are used most now. */
export function Trends() {
  const { t } = useTranslation();
  const { data = [] } = useQuery(trendingHashtagsQuery);
  if (data.length === 0) return null;
  return (
    <section className={styles.panel} aria-label={t('trends.title')}>
      <h2>{t('trends.title')}</h2>
      <ol>
        {data.map(({ tag, posts }) => (
          <li key={tag}>
            <Link className={styles.tag} to="/tags/$tag" params={{ tag }}>
              <bdi>#{tag}</bdi>
              <span>{t('search.posts', { count: posts })}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
