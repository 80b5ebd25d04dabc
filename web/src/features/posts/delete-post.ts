import type { QueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { api } from '../../api/client';
import { i18n } from '../../i18n';
import { errorText } from '../../i18n/error-text';
import { showToast } from '../../ui/toasts';
import { defer } from './deferred';
import { type Post, postKey } from './post-queries';

/** How long a deletion can be undone. */
const UNDO_MS = 6_000;

/** Hides a post at once and deletes it a little later, so that its author can change their mind. It returns if that fails. */
export function deletePostLater(client: QueryClient, post: Post): void {
  const show = (shown: Post | null) => client.setQueryData(postKey(post.id), shown);
  show(null);
  const deletion = defer(async () => {
    try {
      // The request outlives the page, which may be closing.
      await unwrap(api.DELETE('/api/v1/posts/{postId}', { params: { path: { postId: post.id } }, keepalive: true }));
    } catch (error) {
      show(post);
      showToast(i18n.t('post.notDeleted', { reason: errorText(error, i18n.t) }));
    }
  }, UNDO_MS);
  const undo = () => {
    if (deletion.callOff()) show(post);
  };
  showToast(i18n.t('post.deleted'), { label: i18n.t('common.undo'), run: undo }, UNDO_MS);
}
