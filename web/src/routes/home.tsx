import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Coffee, Feather } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../api/session';
import { Composer } from '../features/composer/composer';
import styles from '../features/feed/feed.module.css';
import { NewPosts } from '../features/feed/new-posts';
import { Suggestions } from '../features/people/suggestions';
import { PostCard } from '../features/posts/post-card';
import { PostList } from '../features/posts/post-list';
import { feedQuery, trendingPostsQuery } from '../features/posts/post-queries';
import { buttonClass } from '../ui/button';
import { bodyClass, Page } from '../ui/page';
import { Empty, ErrorNote, Loading } from '../ui/states';

/** The reader's feed; for a visitor, what the town talks about. */
export function HomePage() {
  const userId = useUserId();
  return userId ? <Feed key={userId} userId={userId} /> : <Welcome />;
}

function Feed({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const feed = useInfiniteQuery(feedQuery(client));
  const empty = (
    <>
      <Empty icon={<Coffee size={40} aria-hidden />} title={t('feed.emptyTitle')}>
        <p>{t('feed.emptyText')}</p>
      </Empty>
      <div className={bodyClass}>
        <Suggestions count={10} />
      </div>
    </>
  );
  return (
    <Page title={t('nav.home')}>
      <NewPosts />
      <Composer userId={userId} />
      <PostList id={`feed:${userId}`} label={t('feed.label')} query={feed} empty={empty} />
    </Page>
  );
}

function Welcome() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(trendingPostsQuery(client));
  return (
    <Page title="Townsquare">
      <section className={styles.welcome}>
        <h2>{t('welcome.title')}</h2>
        <p>{t('welcome.text')}</p>
        <div className={styles.ways}>
          <Link className={buttonClass('primary')} to="/register">
            {t('nav.register')}
          </Link>
          <Link className={buttonClass('plain')} to="/login">
            {t('nav.logIn')}
          </Link>
        </div>
      </section>
      {isPending && <Loading />}
      <ErrorNote error={error} onRetry={refetch} />
      {data?.length === 0 && (
        <Empty icon={<Feather size={40} aria-hidden />} title={t('trends.noneTitle')}>
          <p>{t('trends.noneText')}</p>
        </Empty>
      )}
      {data?.map((post) => (
        <PostCard key={post.id} post={post} />
      ))}
    </Page>
  );
}
