import { useInfiniteQuery } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { listOptions } from '../../../api/lists';
import { logOut } from '../../../api/session';
import { Button } from '../../../ui/button';
import { ErrorNote, Loading } from '../../../ui/states';
import { Time } from '../../../ui/time';
import { PasswordPrompt, type Proof } from '../password-prompt';
import { Section } from '../section';
import styles from '../settings.module.css';
import { useChange } from '../use-change';

type Session = Schemas['Session'];

const sessionsQuery = listOptions<Session>(['own', 'sessions'], (cursor, signal) =>
  unwrap(api.GET('/api/v1/auth/sessions', { params: { query: { cursor } }, signal })),
);

/** Where the account is logged in. */
export function SessionSettings() {
  const { t } = useTranslation();
  const list = useInfiniteQuery(sessionsQuery);
  const leave = useChange({ run: logOut });
  const endOthers = useChange<Proof>({
    run: ({ password }) => unwrap(api.DELETE('/api/v1/auth/sessions', { body: { password } })),
    done: t('settings.sessionsEnded'),
    reads: ['own', 'sessions'],
  });
  const sessions = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section title={t('settings.sessions')} text={t('settings.sessionsText')}>
      {list.isPending && <Loading rows={2} />}
      <ErrorNote error={list.error ?? leave.error} />
      <ul>
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button look="quiet" small onClick={() => list.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
      <div className={styles.end}>
        {sessions.length > 1 && (
          <PasswordPrompt label={t('settings.endOthers')} title={t('settings.endOthers')} change={endOthers} />
        )}
        <Button small look="primary" isBusy={leave.isPending} onClick={() => leave.mutate()}>
          {t('settings.logOut')}
        </Button>
      </div>
    </Section>
  );
}

function SessionItem({ session }: { session: Session }) {
  const { t } = useTranslation();
  const end = useChange<Proof>({
    run: ({ password }) => {
      const params = { path: { sessionId: session.id } };
      return unwrap(api.DELETE('/api/v1/auth/sessions/{sessionId}', { params, body: { password } }));
    },
    reads: ['own', 'sessions'],
  });
  return (
    <li className={styles.item}>
      <div>
        <strong>{session.userAgent || t('settings.unknownDevice')}</strong>
        <p>{session.current ? t('settings.thisSession') : <Time at={session.lastUsedAt} />}</p>
      </div>
      {!session.current && (
        <PasswordPrompt label={t('settings.endSession')} title={t('settings.endSession')} change={end} />
      )}
    </li>
  );
}
