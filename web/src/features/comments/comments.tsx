import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../../api/session';
import { buttonClass } from '../../ui/button';
import { CommentForm } from './comment-form';
import { type Comment, lineageQuery } from './comment-queries';
import { CommentItem, CommentList } from './comment-tree';
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
