import { useQuery, useQueryClient } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { Avatar } from '../../../ui/avatar';
import { Button } from '../../../ui/button';
import { Field, TextArea } from '../../../ui/field';
import { ErrorNote, Loading } from '../../../ui/states';
import { ownAccountQuery, ownProfileQuery, type Profile } from '../../people/person-queries';
import { writtenLength } from '../../posts/written-length';
import { PicturePicker } from '../picture-picker';
import { Section } from '../section';
import styles from '../settings.module.css';
import { useChange } from '../use-change';

const MAX_BIO = 500;

/** Name, biography, picture and username. */
export function ProfileSettings() {
  const { data: profile, error, refetch } = useQuery(ownProfileQuery);
  if (!profile) return error ? <ErrorNote error={error} onRetry={refetch} /> : <Loading />;
  return (
    <>
      <Picture profile={profile} />
      <Words profile={profile} />
      <Username />
    </>
  );
}

/** After a change of the profile, everything that shows it is read again. */
function useProfileChanged() {
  const client = useQueryClient();
  return (profile: Profile) => {
    client.setQueryData(ownProfileQuery.queryKey, profile);
    client.invalidateQueries({ queryKey: ['profile'] });
  };
}

function Picture({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const onSuccess = useProfileChanged();
  const upload = useChange({
    run: (picture: Blob) => {
      const body = new FormData();
      body.append('file', picture, 'picture.png');
      return unwrap(api.PUT('/api/v1/profiles/me/picture', { body: body as never, bodySerializer: () => body }));
    },
    done: t('settings.saved'),
    onSuccess,
  });
  const remove = useChange({
    run: () => unwrap(api.DELETE('/api/v1/profiles/me/picture')),
    done: t('settings.saved'),
    reads: ['own', 'profile'],
  });
  return (
    <Section title={t('settings.picture')}>
      <div className={styles.picture}>
        <Avatar person={profile} size="l" />
        <PicturePicker isBusy={upload.isPending} onPick={upload.mutate} />
        {profile.profilePicture && (
          <Button small look="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            {t('settings.removePicture')}
          </Button>
        )}
      </div>
      <ErrorNote error={upload.error ?? remove.error} />
    </Section>
  );
}

function Words({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const onSuccess = useProfileChanged();
  const [fullName, setFullName] = useState(profile.fullName);
  const [bio, setBio] = useState(profile.bio);
  const save = useChange({
    run: () => unwrap(api.PATCH('/api/v1/profiles/me', { body: { fullName, bio } })),
    done: t('settings.saved'),
    onSuccess,
  });
  const over = writtenLength(bio) - MAX_BIO;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Section title={t('settings.about')}>
      <form className="form" onSubmit={submit}>
        <Field
          label={t('session.fullName')}
          required
          maxLength={100}
          autoComplete="name"
          value={fullName}
          onChange={(event) => setFullName(event.target.value)}
          error={save.problem?.field('fullName')}
        />
        <TextArea
          label={t('settings.bio')}
          rows={4}
          value={bio}
          onChange={(event) => setBio(event.target.value)}
          error={over > 0 ? t('composer.tooLong', { count: over }) : save.problem?.field('bio')}
        />
        {!save.problem?.problem.errors && <ErrorNote error={save.error} />}
        <div className={styles.end}>
          <Button look="primary" type="submit" isBusy={save.isPending} disabled={over > 0}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function Username() {
  const { t } = useTranslation();
  const { data: account } = useQuery(ownAccountQuery);
  const [typed, setTyped] = useState<string>();
  const username = typed ?? account?.username ?? '';
  const save = useChange({
    run: () => unwrap(api.PATCH('/api/v1/auth/me', { body: { username } })),
    done: t('settings.saved'),
    reads: ['own'],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Section title={t('session.username')} text={t('settings.usernameText')}>
      <form className="form" onSubmit={submit}>
        <Field
          label={t('session.username')}
          hint={t('session.usernameHint')}
          required
          pattern="[a-z0-9_]{3,30}"
          autoComplete="username"
          value={username}
          onChange={(event) => setTyped(event.target.value.toLowerCase())}
          error={
            save.problem?.field('username') ?? (save.problem?.code === 'conflict' ? save.problem.message : undefined)
          }
        />
        {save.problem?.code !== 'conflict' && !save.problem?.field('username') && <ErrorNote error={save.error} />}
        <div className={styles.end}>
          <Button type="submit" isBusy={save.isPending} disabled={username === account?.username}>
            {t('settings.changeUsername')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
