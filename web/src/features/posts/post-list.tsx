import type { InfiniteData } from '@tanstack/react-query';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Page } from '../../api/client';
import { ErrorNote, Loading } from '../../ui/states';
import { VirtualList } from '../../ui/virtual-list';
import { PostCard } from './post-card';
import type { Post } from './post-queries';

interface Props {
  id: string;
  label: string;
  /** An infinite query of posts. */
  query: {
    data: InfiniteData<Page<Post>> | undefined;
    error: unknown;
    isPending: boolean;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage(): unknown;
    refetch(): unknown;
  };
  empty: ReactNode;
}

/** An endless list of posts, from an infinite query. */
export function PostList({ id, label, query, empty }: Props) {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, refetch } =
    query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  if (isPending) return <Loading />;
  const posts = uniqueById(data?.pages.flatMap(({ items }) => items) ?? []);
  if (error && posts.length === 0) return <ErrorNote error={error} onRetry={refetch} />;
  if (posts.length === 0) return empty;
  return (
    <>
      <VirtualList id={id} label={label} items={posts} keyOf={(post) => post.id} onEnd={onEnd}>
        {(post) => <PostCard post={post} />}
      </VirtualList>
      {isFetchingNextPage && <Loading rows={1} />}
      {isFetchNextPageError && <ErrorNote error={error} onRetry={fetchNextPage} />}
      {!hasNextPage && <p className="list-end">{t('common.listEnd')}</p>}
    </>
  );
}

/** A post may be on two pages when another was written between their reading. */
function uniqueById(posts: Post[]): Post[] {
  return [...new Map(posts.map((post) => [post.id, post])).values()];
}
