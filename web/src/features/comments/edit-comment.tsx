import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { Button } from '../../ui/button';
import { DialogActions } from '../../ui/dialog';
import { TextArea } from '../../ui/field';
import { ErrorNote } from '../../ui/states';
import { MAX_COMMENT_LENGTH, writtenLength } from '../posts/written-length';
import { type Comment, commentsKey } from './comment-queries';

/** The form that changes a comment, in the place of its text. */
export function EditComment({ comment, onDone }: { comment: Comment; onDone(): void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [content, setContent] = useState(comment.content ?? '');
  const left = MAX_COMMENT_LENGTH - writtenLength(content);
  const save = useMutation({
    mutationFn: () => {
      const params = { path: { commentId: comment.id } };
      return unwrap(api.PATCH('/api/v1/comments/{commentId}', { params, body: { content } }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({
        queryKey: commentsKey({ postId: comment.postId, parentId: comment.parentCommentId ?? undefined }),
      });
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
        label={t('comment.text')}
        value={content}
        autoFocus
        onChange={(event) => setContent(event.target.value)}
        error={left < 0 ? t('composer.tooLong', { count: -left }) : undefined}
      />
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
          disabled={left < 0 || left === MAX_COMMENT_LENGTH}
        >
          {t('common.save')}
        </Button>
      </DialogActions>
    </form>
  );
}
