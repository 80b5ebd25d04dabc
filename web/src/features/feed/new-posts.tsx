import { type InfiniteData, useQuery, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { api, type Page } from '../../api/client';
import { keepPosts, type Post } from '../posts/post-queries';
import styles from './feed.module.css';
import { countNew, feedKey, withFirstPage } from './feed-changes';

export const newPostsKey = ['new-posts'];

/** How often the feed is looked at for posts that no notification has told of. */
const LOOK_MS = 60_000;

/** Says how many posts are new, and shows them when the reader asks for them: nothing moves before. */
export function NewPosts() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data: first } = useQuery({
    queryKey: newPostsKey,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/feed', { params: { query: { limit: 20 } }, signal })),
    initialData: (): Page<Post> => ({ items: [], nextCursor: null }),
    staleTime: LOOK_MS,
    refetchInterval: LOOK_MS,
  });
  const { data: feed } = useQuery<InfiniteData<Page<Post>, string | undefined>>({ queryKey: feedKey, enabled: false });
  const count = first.items.length === 0 ? 0 : countNew(feed, first);
  const show = async () => {
    await keepPosts(client, first.items);
    client.setQueryData<typeof feed>(feedKey, (current) => current && withFirstPage(current, first));
    window.scrollTo({ top: 0 });
  };
  return (
    <div className={styles.newPosts} aria-live="polite">
      {count > 0 && (
        <button type="button" className={styles.pill} onClick={show}>
          <ArrowUp size={16} aria-hidden />
          {count >= 20 ? t('feed.manyNew') : t('feed.new', { count })}
        </button>
      )}
    </div>
  );
}
