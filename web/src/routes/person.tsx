import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { ApiError } from '@townsquare/client';
import { CalendarDays, Feather, Lock, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../api/session';
import { FollowButton } from '../features/people/follow-button';
import { PersonMenu } from '../features/people/person-menu';
import { followersQuery, metricsQuery, type Profile, profileQuery } from '../features/people/person-queries';
import { PersonRow } from '../features/people/person-row';
import { PostList } from '../features/posts/post-list';
import { personPostsQuery } from '../features/posts/post-queries';
import { Avatar } from '../ui/avatar';
import { Button, buttonClass } from '../ui/button';
import { bodyClass, Page, tabClass } from '../ui/page';
import { Empty, ErrorNote, Loading } from '../ui/states';
import { NotFound } from './failures';
import styles from './person.module.css';

const route = getRouteApi('/people/$username');

/** A person: who they are, how the reader stands to them, and below it their posts, followers or whom they follow. */
export function PersonPage() {
  const { t } = useTranslation();
  const { username } = route.useParams();
  const { data: profile, error, isPending, refetch } = useQuery(profileQuery(username));
  if (error instanceof ApiError && error.status === 404) return <NotFound />;
  const params = { username };
  const linkTo = (
    to: '/people/$username' | '/people/$username/followers' | '/people/$username/following',
    text: string,
  ) => (
    <Link
      className={tabClass}
      to={to}
      params={params}
      activeOptions={{ exact: true }}
      activeProps={{ 'aria-current': 'page' }}
    >
      {text}
    </Link>
  );
  return (
    <Page title={profile ? profile.fullName : `@${username}`}>
      {isPending && <Loading rows={2} />}
      <ErrorNote error={error} onRetry={refetch} />
      {profile && (
        <>
          <Head profile={profile} />
          <nav className={styles.tabs} aria-label={t('person.parts')}>
            {linkTo('/people/$username', t('person.posts'))}
            {linkTo('/people/$username/followers', t('person.followersTab'))}
            {linkTo('/people/$username/following', t('person.followingTab'))}
          </nav>
          <Outlet />
        </>
      )}
    </Page>
  );
}

function Head({ profile }: { profile: Profile }) {
  const { t, i18n } = useTranslation();
  const userId = useUserId();
  const { data: metrics } = useQuery(metricsQuery(profile.userId));
  const { relation, username } = profile;
  const isOwn = userId === profile.userId;
  const since = new Date(profile.createdAt).toLocaleDateString(i18n.language, { month: 'long', year: 'numeric' });
  return (
    <section className={styles.head} aria-label={t('person.about', { name: profile.fullName })}>
      <div className={styles.top}>
        <Avatar person={profile} size="l" />
        <div className={styles.buttons}>
          {isOwn ? (
            <>
              <Link className={buttonClass('quiet')} to="/insights">
                {t('nav.insights')}
              </Link>
              <Link className={buttonClass('plain')} to="/settings/$section" params={{ section: 'profile' }}>
                {t('person.edit')}
              </Link>
            </>
          ) : (
            <FollowButton person={profile} relation={relation} isPrivate={profile.isPrivate} />
          )}
          {userId && !isOwn && <PersonMenu profile={profile} />}
        </div>
      </div>
      <h2 className={styles.name}>
        <bdi>{profile.fullName}</bdi>
        {profile.isPrivate && <Lock size={18} role="img" aria-label={t('person.private')} />}
      </h2>
      <p className={styles.username}>
        @{username}
        {relation?.followedBy && <span className={styles.tag}>{t('person.followsYou')}</span>}
        {relation?.muting && <span className={styles.tag}>{t('person.isMuted')}</span>}
      </p>
      {profile.bio && (
        <p className={styles.bio} dir="auto">
          {profile.bio}
        </p>
      )}
      <ul className={styles.facts}>
        <li>
          <Link to="/people/$username/followers" params={{ username }}>
            <strong>{profile.followerCount}</strong> {t('person.followers', { count: profile.followerCount })}
          </Link>
        </li>
        <li>
          <Link to="/people/$username/following" params={{ username }}>
            <strong>{profile.followingCount}</strong> {t('person.followed')}
          </Link>
        </li>
        {metrics && (
          <li>
            <strong>{metrics.postCount}</strong> {t('person.postCount', { count: metrics.postCount })}
          </li>
        )}
        <li className={styles.since}>
          <CalendarDays size={16} aria-hidden /> {t('person.since', { date: since })}
        </li>
      </ul>
    </section>
  );
}

/** The profile that the page has read already. */
function useProfile(): Profile | undefined {
  const { username } = route.useParams();
  return useQuery(profileQuery(username)).data;
}

export function PersonPosts() {
  const profile = useProfile();
  return profile && <Posts key={profile.userId} profile={profile} />;
}

function Posts({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const userId = useUserId();
  const posts = useInfiniteQuery(personPostsQuery(useQueryClient(), profile.userId));
  const isClosed = profile.isPrivate && userId !== profile.userId && !profile.relation?.following;
  const empty = isClosed ? (
    <Empty icon={<Lock size={40} aria-hidden />} title={t('person.closedTitle')}>
      <p>{t('person.closedText', { name: profile.fullName })}</p>
    </Empty>
  ) : (
    <Empty icon={<Feather size={40} aria-hidden />} title={t('person.noPosts')} />
  );
  return <PostList id={`person:${profile.userId}`} label={t('person.posts')} query={posts} empty={empty} />;
}

export function Followers() {
  const profile = useProfile();
  return profile && <People key={profile.userId} userId={profile.userId} list="followers" />;
}

export function Following() {
  const profile = useProfile();
  return profile && <People key={profile.userId} userId={profile.userId} list="following" />;
}

function People({ userId, list }: { userId: string; list: 'followers' | 'following' }) {
  const { t } = useTranslation();
  const people = useInfiniteQuery(followersQuery(userId, list));
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = people;
  if (isPending) return <Loading />;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={bodyClass}>
      <ErrorNote error={error} onRetry={data ? fetchNextPage : refetch} />
      {data && items.length === 0 && (
        <Empty
          icon={<Users size={40} aria-hidden />}
          title={t(list === 'followers' ? 'person.noFollowers' : 'person.noFollowing')}
        />
      )}
      <ul>
        {items.map((person) => (
          <li key={person.userId}>
            <PersonRow person={person} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button look="quiet" isBusy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
    </div>
  );
}
