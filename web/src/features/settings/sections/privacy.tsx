import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { listOptions } from '../../../api/lists';
import { Button } from '../../../ui/button';
import { Switch } from '../../../ui/field';
import { ErrorNote } from '../../../ui/states';
import { ownProfileQuery } from '../../people/person-queries';
import { OwnPeople } from '../own-people';
import { Section } from '../section';
import { useChange } from '../use-change';

const requestsQuery = (direction: 'received' | 'sent') =>
  listOptions<Schemas['FollowRequest']>(['own', 'requests', direction], (cursor, signal) =>
    unwrap(api.GET('/api/v1/follow-requests', { params: { query: { cursor, direction } }, signal })),
  );

/** Whether the account is private, and the requests to follow it or others. */
export function PrivacySettings() {
  const { t } = useTranslation();
  const { data: profile } = useQuery(ownProfileQuery);
  const received = useInfiniteQuery(requestsQuery('received'));
  const sent = useInfiniteQuery(requestsQuery('sent'));
  const save = useChange({
    run: (isPrivate: boolean) => unwrap(api.PATCH('/api/v1/profiles/me', { body: { isPrivate } })),
    done: t('settings.saved'),
    reads: ['own'],
  });
  const decide = useChange({
    run: ({ userId, accepts }: { userId: string; accepts: boolean }) => {
      const params = { path: { userId } };
      return unwrap(
        accepts
          ? api.PUT('/api/v1/follow-requests/{userId}', { params })
          : api.DELETE('/api/v1/follow-requests/{userId}', { params }),
      );
    },
    reads: ['own', 'requests'],
  });
  const withdraw = useChange({
    run: (userId: string) => unwrap(api.DELETE('/api/v1/users/{userId}/follow', { params: { path: { userId } } })),
    reads: ['own', 'requests'],
  });
  return (
    <>
      <Section title={t('settings.privateAccount')}>
        <Switch
          label={t('settings.privateLabel')}
          hint={t('settings.privateHint')}
          checked={profile?.isPrivate ?? false}
          disabled={!profile || save.isPending}
          onChange={save.mutate}
        />
        <ErrorNote error={save.error} />
      </Section>
      <Section title={t('settings.requests')}>
        <ErrorNote error={decide.error} />
        <OwnPeople
          list={received}
          none={t('settings.noRequests')}
          aside={({ userId, fullName }) => (
            <>
              <Button
                small
                look="primary"
                aria-label={t('settings.acceptNamed', { name: fullName })}
                onClick={() => decide.mutate({ userId, accepts: true })}
              >
                {t('settings.accept')}
              </Button>
              <Button
                small
                aria-label={t('settings.refuseNamed', { name: fullName })}
                onClick={() => decide.mutate({ userId, accepts: false })}
              >
                {t('settings.refuse')}
              </Button>
            </>
          )}
        />
      </Section>
      <Section title={t('settings.sentRequests')}>
        <ErrorNote error={withdraw.error} />
        <OwnPeople
          list={sent}
          none={t('settings.noSentRequests')}
          aside={({ userId }) => (
            <Button small onClick={() => withdraw.mutate(userId)}>
              {t('settings.withdraw')}
            </Button>
          )}
        />
      </Section>
    </>
  );
}
