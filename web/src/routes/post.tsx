import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiError } from '@townsquare/client';
import { useTranslation } from 'react-i18next';
import { Comments } from '../features/comments/comments';
import { PostCard } from '../features/posts/post-card';
import { postQuery } from '../features/posts/post-queries';
import { Page } from '../ui/page';
import { ErrorNote, Loading } from '../ui/states';
import { NotFound } from './failures';

const route = getRouteApi('/posts/$postId');

/** One post with its conversation. */
export function PostPage() {
  const { t } = useTranslation();
  const { postId } = route.useParams();
  const { comment } = route.useSearch();
  const { data: post, error, isPending, refetch } = useQuery({ ...postQuery(postId), staleTime: 0 });
  if (post === null || (error instanceof ApiError && error.status === 404)) return <NotFound />;
  return (
    <Page title={post ? t('post.by', { name: post.author.fullName }) : t('post.one')}>
      {isPending && <Loading />}
      <ErrorNote error={error} onRetry={refetch} />
      {post && (
        <>
          <PostCard post={post} isLarge />
          <Comments key={postId} postId={postId} linked={comment} />
        </>
      )}
    </Page>
  );
}
