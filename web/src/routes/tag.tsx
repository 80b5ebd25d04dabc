import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Hash } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PostList } from '../features/posts/post-list';
import { hashtagPostsQuery } from '../features/posts/post-queries';
import { Page } from '../ui/page';
import { Empty } from '../ui/states';

const route = getRouteApi('/tags/$tag');

/** The posts with a hashtag, the newest first. */
export function TagPage() {
  const { t } = useTranslation();
  const { tag } = route.useParams();
  const posts = useInfiniteQuery(hashtagPostsQuery(useQueryClient(), tag));
  const empty = (
    <Empty icon={<Hash size={40} aria-hidden />} title={t('tag.emptyTitle')}>
      <p>{t('tag.emptyText', { tag })}</p>
    </Empty>
  );
  return (
    <Page title={`#${tag}`}>
      <PostList key={tag} id={`tag:${tag}`} label={`#${tag}`} query={posts} empty={empty} />
    </Page>
  );
}
