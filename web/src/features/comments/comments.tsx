import { Link } from '@tanstack/react-router';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../../api/session';
import { Button, buttonClass } from '../../ui/button';
import { ErrorNote, Loading } from '../../ui/states';
import { CommentForm } from './comment-form';
import { CommentItem } from './comment-item';
import { type Comment, commentsQuery, lineageQuery, type Place } from './comment-queries';
import styles from './comments.module.css';

/** The conversation under a post, with the form to join it. `linked` is the comment that a link leads to. */
export function Comments({ postId, linked }: { postId: string; linked?: string }) {
  const { t } = useTranslation();
  const userId = useUserId();
  const client = useQueryClient();
  const lineage = useQuery({ ...lineageQuery(client, linked ?? ''), enabled: linked !== undefined });
  return (
    <section className={styles.section} id="comments" aria-label={t('comment.title')}>
      {userId ? (
        <CommentForm userId={userId} place={{ postId }} />
      ) : (
        <p className={styles.join}>
          <Link className={buttonClass('primary', true)} to="/login" search={{ next: `/posts/${postId}` }}>
            {t('comment.logInToJoin')}
          </Link>
        </p>
      )}
      {lineage.data && <LinkedComment lineage={lineage.data} />}
      <CommentList place={{ postId }} />
    </section>
  );
}

/** The comment of a link with what it replies to, above the conversation, however deep in it the comment is. */
function LinkedComment({ lineage }: { lineage: Comment[] }) {
  const { t } = useTranslation();
  return (
    <section className={styles.linked} aria-label={t('comment.linked')}>
      <h2>{t('comment.linked')}</h2>
      <ol>
        {lineage.map((comment, depth) => (
          <CommentItem key={comment.id} comment={comment} isLinked={depth === lineage.length - 1} hasReplies={false} />
        ))}
      </ol>
    </section>
  );
}

/** Comments of one place in the tree, oldest first; a comment shows its replies below itself. */
export function CommentList({ place }: { place: Place }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useInfiniteQuery(commentsQuery(client, place));
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = list;
  if (isPending) return <Loading rows={2} />;
  const comments = data?.pages.flatMap(({ items }) => items) ?? [];
  const isTop = place.parentId === undefined;
  return (
    <>
      <ErrorNote error={error} onRetry={data ? fetchNextPage : refetch} />
      {data && comments.length === 0 && isTop && <p className={styles.none}>{t('comment.none')}</p>}
      <ol className={isTop ? styles.tree : styles.replies}>
        {comments.map((comment) => (
          <CommentItem key={comment.id} comment={comment} />
        ))}
      </ol>
      {hasNextPage && (
        <Button look="quiet" small isBusy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('comment.more')}
        </Button>
      )}
    </>
  );
}
