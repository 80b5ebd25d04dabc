import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Lock, MessageCircle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../../api/session';
import { Avatar } from '../../ui/avatar';
import { Time } from '../../ui/time';
import { ReactionBar } from '../reactions/reaction-bar';
import { EditPost } from './edit-post';
import styles from './post.module.css';
import { PostMenu } from './post-menu';
import { commentCountKey, type Post, useCurrentPost } from './post-queries';
import { PostText } from './post-text';
import { SharePost } from './share-post';

/** How wide the API makes the small form of an image. */
const THUMBNAIL_WIDTH = 400;

/** A post in a list, or alone and larger; nothing once it is deleted. */
export function PostCard({ post: read, isLarge = false }: { post: Post; isLarge?: boolean }) {
  const { t } = useTranslation();
  const post = useCurrentPost(read);
  const userId = useUserId();
  const [isEditing, setIsEditing] = useState(false);
  if (!post) return null;
  const { author } = post;
  return (
    <article
      className={`${styles.card} ${isLarge ? styles.large : ''}`}
      aria-label={t('post.by', { name: author.fullName })}
    >
      <Avatar person={author} />
      <div className={styles.main}>
        <header className={styles.head}>
          <Byline post={post} />
          <div className={styles.more}>
            <PostMenu post={post} isOwn={userId === author.userId} onEdit={() => setIsEditing(true)} />
          </div>
        </header>
        {isEditing ? (
          <EditPost post={post} onDone={() => setIsEditing(false)} />
        ) : (
          post.content && <PostText text={post.content} hashtags={post.hashtags} mentions={post.mentions} />
        )}
        <PostImage post={post} isLarge={isLarge} />
        <footer className={styles.actions}>
          <ReactionBar target={{ type: 'post', id: post.id }} />
          {!isLarge && <CommentsLink postId={post.id} />}
          <SharePost postId={post.id} />
        </footer>
      </div>
    </article>
  );
}

function Byline({ post }: { post: Post }) {
  const { t } = useTranslation();
  const { author } = post;
  return (
    <div className={styles.byline}>
      <Link className={styles.name} to="/people/$username" params={{ username: author.username }}>
        <bdi>{author.fullName}</bdi>
      </Link>
      <span className={styles.username}>@{author.username}</span>
      <Link to="/posts/$postId" params={{ postId: post.id }}>
        <Time at={post.createdAt} />
      </Link>
      {post.updatedAt !== post.createdAt && <span>{t('post.edited')}</span>}
      {post.isPrivate && <Lock size={14} role="img" aria-label={t('post.followersOnly')} />}
    </div>
  );
}

function PostImage({ post, isLarge }: { post: Post; isLarge: boolean }) {
  const { t } = useTranslation();
  if (!post.media) return null;
  const { url, thumbnailUrl, width, height } = post.media;
  const alt = t('post.imageBy', { name: post.author.fullName });
  return (
    <figure className={styles.figure}>
      <img
        src={url}
        srcSet={`${thumbnailUrl} ${Math.min(width, THUMBNAIL_WIDTH)}w, ${url} ${width}w`}
        sizes="(min-width: 700px) 34rem, 100vw"
        width={width}
        height={height}
        alt={alt}
        loading={isLarge ? 'eager' : 'lazy'}
      />
    </figure>
  );
}

function CommentsLink({ postId }: { postId: string }) {
  const { t } = useTranslation();
  // The list reads the numbers of all its posts at once.
  const { data: count = 0 } = useQuery<number>({ queryKey: commentCountKey(postId), enabled: false });
  return (
    <Link
      className={styles.action}
      to="/posts/$postId"
      params={{ postId }}
      hash="comments"
      aria-label={t('post.comments', { count })}
    >
      <MessageCircle size={18} aria-hidden />
      {count > 0 && count}
    </Link>
  );
}

export const actionClass = styles.action;
