import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { unwrap } from '@townsquare/client';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useErrorText } from '../../i18n/error-text';
import { showToast } from '../../ui/toasts';
import { type Person, type Profile, profileKey } from './person-queries';

type Relation = NonNullable<Profile['relation']>;

/** What the reader can do about a person. Each takes whether it is to be so, is shown at once, and is taken back if refused. */
export function useRelationActions({ userId, username }: Pick<Person, 'userId' | 'username'>) {
  const client = useQueryClient();
  const { t } = useTranslation();
  const errorText = useErrorText();
  const queryKey = profileKey(username);
  const navigate = useNavigate();
  const params = { path: { userId } };

  const change = (relation: Partial<Relation>, followers = 0) => {
    const before = client.getQueryData<Profile>(queryKey);
    if (before?.relation)
      client.setQueryData<Profile>(queryKey, {
        ...before,
        followerCount: Math.max(0, before.followerCount + followers),
        relation: { ...before.relation, ...relation },
      });
    return { before };
  };
  const takeBack = (error: unknown, _wanted: boolean, context: { before: Profile | undefined } | undefined) => {
    if (context?.before) client.setQueryData(queryKey, context.before);
    showToast(errorText(error));
  };
  const invalidate = () => client.invalidateQueries({ queryKey });

  const follow = useMutation({
    mutationFn: async (wanted: boolean) => {
      if (!wanted) return unwrap(api.DELETE('/api/v1/users/{userId}/follow', { params }));
      return unwrap(api.PUT('/api/v1/users/{userId}/follow', { params }));
    },
    onMutate: (wanted) => {
      const profile = client.getQueryData<Profile>(queryKey);
      const needsRequest = profile?.isPrivate ?? false;
      if (!wanted) return change({ following: false, requested: false }, profile?.relation?.following ? -1 : 0);
      return needsRequest ? change({ requested: true }) : change({ following: true }, 1);
    },
    onError: takeBack,
    onSettled: async () => {
      await invalidate();
      await client.invalidateQueries({ queryKey: ['suggestions'] });
    },
  });

  const mute = useMutation({
    mutationFn: (wanted: boolean) =>
      unwrap(
        wanted
          ? api.PUT('/api/v1/users/{userId}/mute', { params })
          : api.DELETE('/api/v1/users/{userId}/mute', { params }),
      ),
    onMutate: (wanted) => change({ muting: wanted }),
    onSuccess: (_none, wanted) => {
      showToast(t(wanted ? 'person.muted' : 'person.unmuted', { username }));
      return Promise.all([invalidate(), client.invalidateQueries({ queryKey: ['own', 'mutes'] })]);
    },
    onError: takeBack,
  });

  const block = useMutation({
    mutationFn: (wanted: boolean) =>
      unwrap(
        wanted
          ? api.PUT('/api/v1/users/{userId}/block', { params })
          : api.DELETE('/api/v1/users/{userId}/block', { params }),
      ),
    onSuccess: async (_none, wanted) => {
      showToast(t(wanted ? 'person.blocked' : 'person.unblocked', { username }));
      // The profile is not there any more for the reader.
      if (wanted && location.pathname.startsWith(`/people/${username}`)) await navigate({ to: '/' });
      // What the two wrote is no longer there for each other, in no list.
      await client.invalidateQueries();
    },
    onError: (error) => showToast(errorText(error)),
  });

  return { follow, mute, block };
}
