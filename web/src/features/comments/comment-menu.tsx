import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { Ellipsis, Flag, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useUserId } from '../../api/session';
import { useErrorText } from '../../i18n/error-text';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { Menu, MenuItem } from '../../ui/menu';
import { showToast } from '../../ui/toasts';
import type { Person } from '../people/person-queries';
import { ReportDialog } from '../people/report-dialog';
import { commentCountQuery, type Post, postKey } from '../posts/post-queries';
import { type Comment, commentsKey } from './comment-queries';

interface Props {
  comment: Comment;
  author: Person;
  onEdit(): void;
}

/** What can be done with a comment: its author changes it, its author and the post's delete it, others report it. */
export function CommentMenu({ comment, author, onEdit }: Props) {
  const { t } = useTranslation();
  const userId = useUserId();
  const client = useQueryClient();
  const errorText = useErrorText();
  const [open, setOpen] = useState<'report' | 'delete'>();
  const { id, postId, parentCommentId } = comment;
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/comments/{commentId}', { params: { path: { commentId: id } } })),
    onSuccess: async () => {
      client.setQueryData<number>(commentCountQuery(postId).queryKey, (count = 1) => Math.max(0, count - 1));
      await client.invalidateQueries({ queryKey: commentsKey({ postId, parentId: parentCommentId ?? undefined }) });
    },
    onError: (error) => showToast(errorText(error)),
  });
  if (!userId) return null;
  const isOwn = userId === author.userId;
  const isUnderOwnPost = client.getQueryData<Post>(postKey(postId))?.author.userId === userId;
  const trigger = (
    <Button look="icon" small aria-label={t('comment.menu')}>
      <Ellipsis size={18} aria-hidden />
    </Button>
  );
  return (
    <>
      <Menu trigger={trigger}>
        {isOwn && (
          <MenuItem icon={<Pencil size={18} aria-hidden />} onSelect={onEdit}>
            {t('common.edit')}
          </MenuItem>
        )}
        {(isOwn || isUnderOwnPost) && (
          <MenuItem icon={<Trash2 size={18} aria-hidden />} isDangerous onSelect={() => setOpen('delete')}>
            {t('common.delete')}
          </MenuItem>
        )}
        {!isOwn && (
          <MenuItem icon={<Flag size={18} aria-hidden />} isDangerous onSelect={() => setOpen('report')}>
            {t('report.comment')}
          </MenuItem>
        )}
      </Menu>
      <ReportDialog target={{ type: 'comment', id }} isOpen={open === 'report'} onClose={() => setOpen(undefined)} />
      <ConfirmDialog
        title={t('comment.deleteTitle')}
        description={t('comment.deleteExplained')}
        confirm={t('common.delete')}
        isOpen={open === 'delete'}
        onClose={() => setOpen(undefined)}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
