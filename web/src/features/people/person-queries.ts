import { queryOptions } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { api } from '../../api/client';
import { listOptions } from '../../api/lists';

export type Profile = Schemas['Profile'];
export type Person = Schemas['Person'];

export const profileKey = (username: string) => ['profile', username];

export const profileQuery = (username: string) =>
  queryOptions({
    queryKey: profileKey(username),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/profiles/by-username/{username}', { params: { path: { username } }, signal })),
  });

export const ownProfileQuery = queryOptions({
  queryKey: ['own', 'profile'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/profiles/me', { signal })),
});

export const ownAccountQuery = queryOptions({
  queryKey: ['own', 'account'],
  queryFn: ({ signal }) => unwrap(api.GET('/api/v1/auth/me', { signal })),
});

export const metricsQuery = (userId: string) =>
  queryOptions({
    queryKey: ['person-metrics', userId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/users/{userId}/metrics', { params: { path: { userId } }, signal })),
  });

export const followersQuery = (userId: string, list: 'followers' | 'following') =>
  listOptions<Schemas['Follower']>(['people', list, userId], (cursor, signal) => {
    const params = { path: { userId }, query: { cursor } };
    return list === 'followers'
      ? unwrap(api.GET('/api/v1/users/{userId}/followers', { params, signal }))
      : unwrap(api.GET('/api/v1/users/{userId}/following', { params, signal }));
  });
