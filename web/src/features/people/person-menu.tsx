import { useMutation, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { Ellipsis, Flag, UserMinus, UserX, Volume2, VolumeX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useErrorText } from '../../i18n/error-text';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/dialog';
import { Menu, MenuItem } from '../../ui/menu';
import { showToast } from '../../ui/toasts';
import { type Profile, profileKey } from './person-queries';
import { useRelationActions } from './relation-actions';
import { ReportDialog } from './report-dialog';

/** What can be done about a person besides following them. */
export function PersonMenu({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const errorText = useErrorText();
  const { mute, block } = useRelationActions(profile);
  const [open, setOpen] = useState<'report' | 'block'>();
  const { userId, username, relation } = profile;
  const isMuting = relation?.muting ?? false;
  const removeFollower = useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/followers/{userId}', { params: { path: { userId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: profileKey(username) }),
    onError: (error) => showToast(errorText(error)),
  });
  const trigger = (
    <Button look="icon" aria-label={t('person.more')}>
      <Ellipsis size={20} aria-hidden />
    </Button>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuItem
          icon={isMuting ? <Volume2 size={18} aria-hidden /> : <VolumeX size={18} aria-hidden />}
          onSelect={() => mute.mutate(!isMuting)}
        >
          {t(isMuting ? 'person.unmute' : 'person.mute')}
        </MenuItem>
        {relation?.followedBy && (
          <MenuItem icon={<UserMinus size={18} aria-hidden />} onSelect={() => removeFollower.mutate()}>
            {t('person.removeFollower')}
          </MenuItem>
        )}
        <MenuItem icon={<UserX size={18} aria-hidden />} onSelect={() => setOpen('block')}>
          {t('person.block')}
        </MenuItem>
        <MenuItem icon={<Flag size={18} aria-hidden />} isDangerous onSelect={() => setOpen('report')}>
          {t('report.person')}
        </MenuItem>
      </Menu>
      <ReportDialog
        target={{ type: 'user', id: userId }}
        isOpen={open === 'report'}
        onClose={() => setOpen(undefined)}
      />
      <ConfirmDialog
        title={t('person.blockNamed', { username })}
        description={t('person.blockExplained')}
        confirm={t('person.block')}
        isOpen={open === 'block'}
        onClose={() => setOpen(undefined)}
        onConfirm={() => block.mutate(true)}
      />
    </>
  );
}
