import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Flag, Pencil, Trash2, UserX, VolumeX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUserId } from '../../api/session';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { Menu, MenuItem } from '../../ui/menu';
import { useRelationActions } from '../people/relation-actions';
import { ReportDialog } from '../people/report-dialog';
import { deletePostLater } from './delete-post';
import type { Post } from './post-queries';

interface Props {
  post: Post;
  isOwn: boolean;
  onEdit(): void;
}

/** What can be done with a post besides reacting to it. Visitors have no menu: they can do none of it. */
export function PostMenu({ post, isOwn, onEdit }: Props) {
  const { t } = useTranslation();
  const userId = useUserId();
  const client = useQueryClient();
  const { mute, block } = useRelationActions(post.author);
  const [isReporting, setIsReporting] = useState(false);
  const [isBlocking, setIsBlocking] = useState(false);
  if (!userId) return null;
  const trigger = (
    <Button look="icon" aria-label={t('post.more')}>
      <Ellipsis size={20} aria-hidden />
    </Button>
  );
  if (isOwn)
    return (
      <Menu trigger={trigger}>
        <MenuItem icon={<Pencil size={18} aria-hidden />} onSelect={onEdit}>
          {t('common.edit')}
        </MenuItem>
        <MenuItem icon={<Trash2 size={18} aria-hidden />} isDangerous onSelect={() => deletePostLater(client, post)}>
          {t('common.delete')}
        </MenuItem>
      </Menu>
    );
  const { username } = post.author;
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem icon={<VolumeX size={18} aria-hidden />} onSelect={() => mute.mutate(true)}>
          {t('person.muteNamed', { username })}
        </MenuItem>
        <MenuItem icon={<UserX size={18} aria-hidden />} onSelect={() => setIsBlocking(true)}>
          {t('person.blockNamed', { username })}
        </MenuItem>
        <MenuItem icon={<Flag size={18} aria-hidden />} isDangerous onSelect={() => setIsReporting(true)}>
          {t('report.post')}
        </MenuItem>
      </Menu>
      <ReportDialog target={{ type: 'post', id: post.id }} isOpen={isReporting} onClose={() => setIsReporting(false)} />
      <ConfirmDialog
        title={t('person.blockNamed', { username })}
        description={t('person.blockExplained')}
        confirm={t('person.block')}
        isOpen={isBlocking}
        onClose={() => setIsBlocking(false)}
        onConfirm={() => block.mutate(true)}
      />
    </>
  );
}
