import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../../api/session';
import { Avatar } from '../../ui/avatar';
import { Button } from '../../ui/button';
import { ErrorNote, Loading } from '../../ui/states';
import { Time } from '../../ui/time';
import postStyles from '../posts/post.module.css';
import { PostText } from '../posts/post-text';
import { ReactionBar } from '../reactions/reaction-bar';
import { CommentForm } from './comment-form';
import { CommentMenu } from './comment-menu';
import { type Comment, commentsQuery, type Place } from './comment-queries';
import styles from './comments.module.css';
import { EditComment } from './edit-comment';

interface Props {
  comment: Comment;
  isLinked?: boolean;
  /** Whether its replies can be opened here. */
  hasReplies?: boolean;
}

/** A comment with its replies below it. A deleted one keeps its place. */
export function CommentItem({ comment, isLinked = false, hasReplies = true }: Props) {
  const { t } = useTranslation();
  const userId = useUserId();
  const [isReplying, setIsReplying] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const [isEditing, setIsEditing] = useState(false);
  const { id, postId, author, content, replyCount } = comment;
  return (
    <li className={styles.item}>
      <article
        className={isLinked ? styles.marked : undefined}
        aria-label={t('comment.by', { name: author?.fullName ?? '' })}
      >
        {author && content !== null ? (
          <div className={styles.comment}>
            <Avatar person={author} size="s" />
            <div className={postStyles.main}>
              <div className={postStyles.head}>
                <div className={postStyles.byline}>
                  <Link className={postStyles.name} to="/people/$username" params={{ username: author.username }}>
                    <bdi>{author.fullName}</bdi>
                  </Link>
                  <Link to="/posts/$postId" params={{ postId }} search={{ comment: id }}>
                    <Time at={comment.createdAt} />
                  </Link>
                  {comment.updatedAt !== comment.createdAt && <span>{t('post.edited')}</span>}
                </div>
                <CommentMenu comment={comment} author={author} onEdit={() => setIsEditing(true)} />
              </div>
              {isEditing ? (
                <EditComment comment={comment} onDone={() => setIsEditing(false)} />
              ) : (
                <PostText text={content} mentions={comment.mentions} />
              )}
              <div className={postStyles.actions}>
                <ReactionBar target={{ type: 'comment', id }} />
                {userId && (
                  <button type="button" className={postStyles.action} onClick={() => setIsReplying(true)}>
                    {t('comment.reply')}
                  </button>
                )}
              </div>
            </div>
          </div>
        ) : (
          <p className={styles.gone}>{t('comment.deleted')}</p>
        )}
      </article>
      {isReplying && userId && (
        <CommentForm
          userId={userId}
          place={{ postId, parentId: id }}
          onDone={() => {
            setIsReplying(false);
            setIsOpen(true);
          }}
        />
      )}
      {hasReplies && replyCount > 0 && (
        <button type="button" className={styles.toggle} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('comment.hideReplies') : t('comment.showReplies', { count: replyCount })}
        </button>
      )}
      {hasReplies && isOpen && <CommentList place={{ postId, parentId: id }} />}
    </li>
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
