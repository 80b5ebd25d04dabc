import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { Bell, ChartLine, House, LogIn, PenLine, Search, Settings, User } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useUserId } from '../api/session';
import { useLive } from '../features/live/use-live';
import { unreadCountQuery } from '../features/notifications/notification-queries';
import { ownProfileQuery } from '../features/people/person-queries';
import { Suggestions } from '../features/people/suggestions';
import { SearchBox } from '../features/search/search-box';
import { Trends } from '../features/trends/trends';
import { buttonClass } from '../ui/button';
import { Toasts } from '../ui/toasts';
import { Logo } from './logo';
import styles from './shell.module.css';

/** The frame of every page: the navigation, the page itself in the middle, and beside it what goes on in town. */
export function Shell() {
  const { t } = useTranslation();
  const { status } = useSession();
  useLive();
  return (
    <>
      <a className={styles.skip} href="#main">
        {t('nav.skip')}
      </a>
      <div className={styles.frame}>
        <header className={styles.side}>
          <Link className={styles.brand} to="/">
            <Logo />
            <span className={styles.word}>Townsquare</span>
          </Link>
          {status === 'signedIn' ? <OwnNavigation /> : <VisitorNavigation />}
        </header>
        <main id="main" className={styles.main} tabIndex={-1}>
          <Outlet />
        </main>
        <aside className={styles.aside} aria-label={t('nav.aside')}>
          <SearchBox />
          {status === 'signedIn' && <Suggestions />}
          <Trends />
          <p className={styles.footer}>
            <a href="/docs">{t('nav.api')}</a> · <a href="/docs/events">{t('nav.events')}</a>
          </p>
        </aside>
      </div>
      <Toasts />
    </>
  );
}

function VisitorNavigation() {
  const { t } = useTranslation();
  return (
    <nav className={styles.nav} aria-label={t('nav.label')}>
      <Item to="/" icon={<House aria-hidden />} text={t('nav.home')} />
      <Item to="/search" icon={<Search aria-hidden />} text={t('nav.search')} />
      <Item to="/login" icon={<LogIn aria-hidden />} text={t('nav.logIn')} />
      <Link className={`${buttonClass('primary')} ${styles.compose}`} to="/register" aria-label={t('nav.register')}>
        <User size={20} aria-hidden />
        <span className={styles.text}>{t('nav.register')}</span>
      </Link>
    </nav>
  );
}

function OwnNavigation() {
  const { t } = useTranslation();
  const userId = useUserId();
  const { data: profile } = useQuery({ ...ownProfileQuery, enabled: userId !== null });
  const { data: unread = 0 } = useQuery({ ...unreadCountQuery, enabled: userId !== null });
  // The name of the link has the number too, so it is no text of its own here.
  const badge = unread > 0 && <span className={styles.badge} data-count={unread > 99 ? '99+' : unread} aria-hidden />;
  const notifications = unread > 0 ? t('nav.notificationsUnread', { count: unread }) : t('nav.notifications');
  return (
    <nav className={styles.nav} aria-label={t('nav.label')}>
      <Item to="/" icon={<House aria-hidden />} text={t('nav.home')} />
      <Item to="/search" icon={<Search aria-hidden />} text={t('nav.search')} />
      <Item
        to="/notifications"
        icon={<Bell aria-hidden />}
        text={t('nav.notifications')}
        label={notifications}
        badge={badge}
      />
      {profile && (
        <Link
          className={styles.item}
          to="/people/$username"
          params={{ username: profile.username }}
          activeProps={{ 'aria-current': 'page' }}
          aria-label={t('nav.profile')}
        >
          <User aria-hidden />
          <span className={styles.text}>{t('nav.profile')}</span>
        </Link>
      )}
      <Item to="/insights" icon={<ChartLine aria-hidden />} text={t('nav.insights')} isMinor />
      <Item to="/settings" icon={<Settings aria-hidden />} text={t('nav.settings')} />
      <Link className={`${buttonClass('primary')} ${styles.compose}`} to="/compose" aria-label={t('nav.write')}>
        <PenLine size={20} aria-hidden />
        <span className={styles.text}>{t('nav.write')}</span>
      </Link>
    </nav>
  );
}

interface ItemProps {
  to: '/' | '/search' | '/notifications' | '/settings' | '/insights' | '/login';
  icon: ReactNode;
  text: string;
  /** What is read out in place of the text. */
  label?: string;
  badge?: ReactNode;
  /** Where space is short, the item is left out. */
  isMinor?: boolean;
}

function Item({ to, icon, text, label, badge, isMinor }: ItemProps) {
  return (
    <Link
      className={isMinor ? `${styles.item} ${styles.minor}` : styles.item}
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
      aria-label={label ?? text}
    >
      {icon}
      <span className={styles.text}>{text}</span>
      {badge}
    </Link>
  );
}
