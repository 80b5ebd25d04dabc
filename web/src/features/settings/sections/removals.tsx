import { useInfiniteQuery } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { listOptions } from '../../../api/lists';
import { Button } from '../../../ui/button';
import { TextArea } from '../../../ui/field';
import { ErrorNote, Loading } from '../../../ui/states';
import { Time } from '../../../ui/time';
import { Section } from '../section';
import styles from '../settings.module.css';
import { useChange } from '../use-change';

const removalsQuery = listOptions<Schemas['Removal']>(['own', 'removals'], (cursor, signal) =>
  unwrap(api.GET('/api/v1/appeals/removals', { params: { query: { cursor } }, signal })),
);

const reportsQuery = listOptions<Schemas['Report']>(['own', 'reports'], (cursor, signal) =>
  unwrap(api.GET('/api/v1/reports/mine', { params: { query: { cursor } }, signal })),
);

/** What moderators have removed of the reader's, with the way to appeal; and what became of the reader's own reports. */
export function RemovalSettings() {
  const { t } = useTranslation();
  const removals = useInfiniteQuery(removalsQuery);
  const reports = useInfiniteQuery(reportsQuery);
  const removed = removals.data?.pages.flatMap(({ items }) => items) ?? [];
  const reported = reports.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <Section title={t('removal.title')} text={t('removal.text')}>
        {removals.isPending && <Loading rows={1} />}
        <ErrorNote error={removals.error} onRetry={removals.refetch} />
        {removals.data && removed.length === 0 && <p className={styles.text}>{t('removal.none')}</p>}
        <ul>
          {removed.map((removal) => (
            <RemovalItem key={removal.caseId} removal={removal} />
          ))}
        </ul>
        {removals.hasNextPage && <Button onClick={() => removals.fetchNextPage()}>{t('common.more')}</Button>}
      </Section>
      <Section title={t('report.mine')} text={t('report.mineText')}>
        {reports.isPending && <Loading rows={1} />}
        <ErrorNote error={reports.error} onRetry={reports.refetch} />
        {reports.data && reported.length === 0 && <p className={styles.text}>{t('report.none')}</p>}
        <ul>
          {reported.map(({ id, target, reason, state, createdAt }) => (
            <li key={id} className={styles.item}>
              <div>
                <strong>
                  {t(`report.targets.${target.type}`)}: {t(`report.reasons.${reason}`)}
                </strong>
                <p>
                  <Time at={createdAt} />
                </p>
              </div>
              <span>{t(`report.states.${state}`)}</span>
            </li>
          ))}
        </ul>
        {reports.hasNextPage && <Button onClick={() => reports.fetchNextPage()}>{t('common.more')}</Button>}
      </Section>
    </>
  );
}

function RemovalItem({ removal }: { removal: Schemas['Removal'] }) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState('');
  const { caseId, content, reason, removedAt, appealableUntil, appeal } = removal;
  const send = useChange({
    run: () => unwrap(api.POST('/api/v1/appeals', { body: { caseId, text } })),
    done: t('sanction.appealSent'),
    reads: ['own', 'removals'],
  });
  const canAppeal = !appeal && new Date(appealableUntil) > new Date();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <li className={styles.item}>
      <div>
        <p className={styles.quote} dir="auto">
          {content}
        </p>
        <p>
          {t('removal.reason', { reason })} <Time at={removedAt} />
        </p>
        {appeal && <p>{t(`removal.appeal.${appeal.state}`)}</p>}
      </div>
      {canAppeal && (
        <form className="form" onSubmit={submit}>
          <TextArea
            label={t('sanction.appealReason')}
            hint={t('removal.until', { date: new Date(appealableUntil).toLocaleDateString(i18n.language) })}
            required
            maxLength={2000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <ErrorNote error={send.error} />
          <Button type="submit" isBusy={send.isPending}>
            {t('sanction.sendAppeal')}
          </Button>
        </form>
      )}
    </li>
  );
}
