import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { History, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonRow } from '../features/people/person-row';
import { PostCard } from '../features/posts/post-card';
import { trendingPostsQuery } from '../features/posts/post-queries';
import { MarkedText } from '../features/search/marked-text';
import { forgetSearches, recentSearches } from '../features/search/recent-searches';
import { SearchBox } from '../features/search/search-box';
import { type FoundItem, SEARCH_TYPES, searchQuery } from '../features/search/search-queries';
import { Trends } from '../features/trends/trends';
import { Button } from '../ui/button';
import { bodyClass, Page, tabClass } from '../ui/page';
import { Empty, ErrorNote, Loading } from '../ui/states';
import styles from './search.module.css';

const route = getRouteApi('/search');

/** The search for posts, people and hashtags; before anything is typed, what the town talks about. */
export function SearchPage() {
  const { t } = useTranslation();
  const { q = '', type = 'posts' } = route.useSearch();
  const tabs = SEARCH_TYPES.map((one) => (
    <Link
      key={one}
      className={tabClass}
      to="/search"
      search={{ q, type: one === 'posts' ? undefined : one }}
      aria-current={one === type ? 'page' : undefined}
    >
      {t(`search.types.${one}`)}
    </Link>
  ));
  return (
    <Page title={q ? t('search.for', { text: q }) : t('nav.search')}>
      <div className={styles.box}>
        <SearchBox key={q} text={q} autoFocus={q === ''} />
      </div>
      {q && (
        <nav className={styles.tabs} aria-label={t('search.kinds')}>
          {tabs}
        </nav>
      )}
      {q ? <Results key={`${type}:${q}`} text={q} type={type} /> : <Explore />}
    </Page>
  );
}

function Results({ text, type }: { text: string; type: (typeof SEARCH_TYPES)[number] }) {
  const { t } = useTranslation();
  const results = useInfiniteQuery(searchQuery(useQueryClient(), text, type));
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = results;
  if (isPending) return <Loading />;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <ErrorNote error={error} onRetry={data ? fetchNextPage : refetch} />
      {data && items.length === 0 && (
        <Empty icon={<SearchX size={40} aria-hidden />} title={t('search.noneTitle')}>
          <p>{t('search.noneText')}</p>
        </Empty>
      )}
      {items.map((item) => (
        <Found key={keyOf(item)} item={item} />
      ))}
      {hasNextPage && (
        <div className={bodyClass}>
          <Button look="quiet" isBusy={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function keyOf(item: FoundItem): string {
  if (item.kind === 'post') return item.post.id;
  return item.kind === 'person' ? item.person.userId : item.tag;
}

function Found({ item }: { item: FoundItem }) {
  const { t } = useTranslation();
  if (item.kind === 'post')
    return (
      <div className={styles.post}>
        {item.highlight && (
          <p className={styles.highlight} dir="auto">
            <MarkedText html={item.highlight} />
          </p>
        )}
        <PostCard post={item.post} />
      </div>
    );
  if (item.kind === 'person')
    return (
      <div className={styles.row}>
        <PersonRow
          person={item.person}
          name={<MarkedText html={item.highlight.fullName} />}
          username={<MarkedText html={item.highlight.username} />}
        />
      </div>
    );
  return (
    <Link className={styles.tag} to="/tags/$tag" params={{ tag: item.tag }}>
      <strong>
        <bdi>#{item.tag}</bdi>
      </strong>
      <span>{t('search.posts', { count: item.posts })}</span>
    </Link>
  );
}

function Explore() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(trendingPostsQuery(useQueryClient()));
  return (
    <>
      <div className={styles.explore}>
        <RecentSearches />
        <Trends />
      </div>
      <h2 className={styles.heading}>{t('trends.posts')}</h2>
      {isPending && <Loading />}
      <ErrorNote error={error} onRetry={refetch} />
      {data?.map((post) => (
        <PostCard key={post.id} post={post} />
      ))}
    </>
  );
}

function RecentSearches() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [recent, setRecent] = useState(recentSearches);
  if (recent.length === 0) return null;
  const forget = () => {
    forgetSearches();
    setRecent([]);
  };
  return (
    <section aria-label={t('search.recent')}>
      <div className={styles.recentHead}>
        <h2>{t('search.recent')}</h2>
        <Button look="quiet" small onClick={forget}>
          {t('search.forget')}
        </Button>
      </div>
      <ul className={styles.recent}>
        {recent.map((text) => (
          <li key={text}>
            <Button small onClick={() => navigate({ to: '/search', search: { q: text } })}>
              <History size={16} aria-hidden /> {text}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
