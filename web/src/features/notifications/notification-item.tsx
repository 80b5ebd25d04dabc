import { Link } from '@tanstack/react-router';
import { AtSign, FileX, Heart, MessageCircle, PenLine, Reply, UserCheck, UserPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/avatar';
import { Time } from '../../ui/time';
import type { Notification } from './notification-queries';
import styles from './notifications.module.css';

const ICONS = {
  post: PenLine,
  mention: AtSign,
  comment: MessageCircle,
  reply: Reply,
  reaction: Heart,
  follow: UserPlus,
  followRequest: UserPlus,
  followAccepted: UserCheck,
  contentRemoved: FileX,
};

/** Where a notification leads, as what a link takes. */
function placeOf({ kind, target, postId, actor }: Notification) {
  if (kind === 'followRequest') return { to: '/settings/$section', params: { section: 'privacy' } } as const;
  if (kind === 'contentRemoved') return { to: '/settings/$section', params: { section: 'removals' } } as const;
  if (postId) {
    const search = target.type === 'comment' ? { comment: target.id } : {};
    return { to: '/posts/$postId', params: { postId }, search } as const;
  }
  if (actor) return { to: '/people/$username', params: { username: actor.username } } as const;
  return { to: '/notifications' } as const;
}

/** One notification, or the group that it stands for. */
export function NotificationItem({ notification, onRead }: { notification: Notification; onRead(): void }) {
  const { t } = useTranslation();
  const { kind, actor, group, target, isRead, createdAt } = notification;
  const Icon = ICONS[kind];
  const actors = group?.actors.length ? group.actors : actor ? [actor] : [];
  const others = Math.max(0, (group?.count ?? 1) - 1);
  const what = target.type === 'comment' ? 'comment' : 'post';
  return (
    <li className={isRead ? styles.item : `${styles.item} ${styles.unread}`}>
      <Link className={styles.link} {...placeOf(notification)} onClick={isRead ? undefined : onRead}>
        <Icon className={styles.icon} size={20} aria-hidden />
        <span className={styles.main}>
          <span className={styles.faces}>
            {actors.map((person) => (
              <Avatar key={person.userId} person={person} size="s" />
            ))}
          </span>
          <span>
            {!isRead && <span className="visually-hidden">{t('notification.unread')}</span>}
            <bdi className={styles.name}>{actors[0]?.fullName}</bdi>{' '}
            {others > 0 && <>{t('notification.others', { count: others })} </>}
            {t(`notification.kinds.${kind}`, { context: kind === 'reaction' ? what : undefined, count: others + 1 })}
          </span>
          <span className={styles.when}>
            <Time at={createdAt} />
          </span>
        </span>
      </Link>
    </li>
  );
}
