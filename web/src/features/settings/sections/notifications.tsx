import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { Switch } from '../../../ui/field';
import { ErrorNote, Loading } from '../../../ui/states';
import { preferencesQuery } from '../../notifications/notification-queries';
import { Section } from '../section';
import { useChange } from '../use-change';

type Preferences = Schemas['NotificationPreferences'];

const KINDS = ['post', 'mention', 'comment', 'reply', 'reaction', 'follow', 'followRequest', 'followAccepted'] as const;

/** Which kinds of notifications there are, and whether they are grouped. */
export function NotificationSettings() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(preferencesQuery);
  const save = useChange({
    run: (change: Partial<Preferences>) => unwrap(api.PUT('/api/v1/notifications/preferences', { body: change })),
    onSuccess: (saved) => client.setQueryData(preferencesQuery.queryKey, saved),
  });
  if (!data) return error ? <ErrorNote error={error} onRetry={refetch} /> : <Loading />;
  const shown = { ...data, ...(save.isPending ? save.variables : {}) };
  const switchOf = (name: (typeof KINDS)[number] | 'grouped') => (
    <Switch
      key={name}
      label={t(`settings.kinds.${name}`)}
      checked={shown[name]}
      onChange={(checked) => save.mutate({ [name]: checked })}
    />
  );
  return (
    <>
      <Section title={t('settings.notifyAbout')}>
        <div>{KINDS.map(switchOf)}</div>
        <ErrorNote error={save.error} />
      </Section>
      <Section title={t('settings.grouping')} text={t('settings.groupingText')}>
        {switchOf('grouped')}
      </Section>
    </>
  );
}
