import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { Button } from '../../ui/button';
import { DialogActions } from '../../ui/dialog';
import { Switch, TextArea } from '../../ui/field';
import { ErrorNote } from '../../ui/states';
import { type Post, postKey } from './post-queries';
import { MAX_POST_LENGTH, writtenLength } from './written-length';

/** The form that changes a post, in the place of its text. */
export function EditPost({ post, onDone }: { post: Post; onDone(): void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [content, setContent] = useState(post.content);
  const [isPrivate, setIsPrivate] = useState(post.isPrivate);
  const length = writtenLength(content);
  const isTooLong = length > MAX_POST_LENGTH;
  const save = useMutation({
    mutationFn: () => {
      const params = { path: { postId: post.id } };
      return unwrap(api.PATCH('/api/v1/posts/{postId}', { params, body: { content, isPrivate } }));
    },
    onSuccess: (changed) => {
      client.setQueryData(postKey(post.id), changed);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <TextArea
        label={t('post.text')}
        value={content}
        rows={5}
        autoFocus
        onChange={(event) => setContent(event.target.value)}
        error={isTooLong ? t('composer.tooLong', { count: length - MAX_POST_LENGTH }) : undefined}
      />
      <Switch label={t('composer.followersOnly')} checked={isPrivate} onChange={setIsPrivate} />
      <ErrorNote error={save.error} />
      <DialogActions>
        <Button small onClick={onDone}>
          {t('common.cancel')}
        </Button>
        <Button
          small
          look="primary"
          type="submit"
          isBusy={save.isPending}
          disabled={isTooLong || (length === 0 && !post.media)}
        >
          {t('common.save')}
        </Button>
      </DialogActions>
    </form>
  );
}
