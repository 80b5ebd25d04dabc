import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { listOptions } from '../../api/lists';
import { useErrorText } from '../../i18n/error-text';
import { showToast } from '../../ui/toasts';
import { NO_REACTIONS, type Reactions, type ReactionType, withMine } from './totals';

/** A post or a comment. */
export interface ReactionTarget {
  type: 'post' | 'comment';
  id: string;
}

export const reactionsKey = ({ type, id }: ReactionTarget) => ['reactions', type, id];

/** The reactions to a target. Lists put those of a whole page into the cache, so this seldom asks. */
export const reactionsQuery = (target: ReactionTarget) =>
  queryOptions({
    queryKey: reactionsKey(target),
    queryFn: ({ signal }): Promise<Reactions> =>
      target.type === 'post'
        ? unwrap(api.GET('/api/v1/posts/{postId}/reactions', { params: { path: { postId: target.id } }, signal }))
        : unwrap(
            api.GET('/api/v1/comments/{commentId}/reactions', { params: { path: { commentId: target.id } }, signal }),
          ),
    staleTime: Number.POSITIVE_INFINITY,
  });

function send({ type, id }: ReactionTarget, kind: ReactionType | null): Promise<Reactions | undefined> {
  if (type === 'post') {
    const params = { path: { postId: id } };
    if (!kind) return unwrap(api.DELETE('/api/v1/posts/{postId}/reactions', { params }));
    return unwrap(api.PUT('/api/v1/posts/{postId}/reactions', { params, body: { type: kind } }));
  }
  const params = { path: { commentId: id } };
  if (!kind) return unwrap(api.DELETE('/api/v1/comments/{commentId}/reactions', { params }));
  return unwrap(api.PUT('/api/v1/comments/{commentId}/reactions', { params, body: { type: kind } }));
}

/** Sets or withdraws the reader's reaction: shown at once, and taken back with the reason if the API refuses it. */
export function useReact(target: ReactionTarget) {
  const client = useQueryClient();
  const { t } = useTranslation();
  const errorText = useErrorText();
  const queryKey = reactionsKey(target);
  return useMutation({
    mutationFn: (kind: ReactionType | null) => send(target, kind),
    // One after the other, so that the last press wins.
    scope: { id: queryKey.join(':') },
    onMutate: async (kind) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Reactions>(queryKey);
      client.setQueryData(queryKey, withMine(before ?? NO_REACTIONS, kind));
      return before;
    },
    onSuccess: (reactions) => {
      if (reactions) client.setQueryData(queryKey, reactions);
    },
    onError: (error, _kind, before) => {
      client.setQueryData(queryKey, before);
      showToast(t('reaction.failed', { reason: errorText(error) }));
    },
  });
}

type PersonReaction = Schemas['PersonReaction'];

/** Who has reacted, the latest first; with `type`, those who reacted so. */
export const reactionPeopleQuery = (target: ReactionTarget, type: ReactionType | undefined) =>
  listOptions<PersonReaction>([...reactionsKey(target), 'people', type ?? 'all'], (cursor, signal) => {
    const query = { cursor, type };
    return target.type === 'post'
      ? unwrap(
          api.GET('/api/v1/posts/{postId}/reactions/people', {
            params: { path: { postId: target.id }, query },
            signal,
          }),
        )
      : unwrap(
          api.GET('/api/v1/comments/{commentId}/reactions/people', {
            params: { path: { commentId: target.id }, query },
            signal,
          }),
        );
  });
