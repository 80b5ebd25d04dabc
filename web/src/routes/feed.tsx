import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Coffee } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Composer } from '../features/composer/composer';
import { NewPosts } from '../features/feed/new-posts';
import { Suggestions } from '../features/people/suggestions';
import { PostList } from '../features/posts/post-list';
import { feedQuery } from '../features/posts/post-queries';
import { bodyClass, Page } from '../ui/page';
import { Empty } from '../ui/states';

/** The posts of those whom the reader follows, below the place to write. */
export default function Feed({ userId }: { userId: string }) {
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
