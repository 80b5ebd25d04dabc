import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Feather } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../api/session';
import styles from '../features/feed/feed.module.css';
import { PostCard } from '../features/posts/post-card';
import { trendingPostsQuery } from '../features/posts/post-queries';
import { buttonClass } from '../ui/button';
import { Page } from '../ui/page';
import { Empty, ErrorNote, Loading } from '../ui/states';

/** Visitors do not load what only the feed needs. */
const Feed = lazy(() => import('./feed'));

/** The reader's feed; for a visitor, what the town talks about. */
export function HomePage() {
  const userId = useUserId();
  if (!userId) return <Welcome />;
  return (
    <Suspense fallback={<Loading />}>
      <Feed key={userId} userId={userId} />
    </Suspense>
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
