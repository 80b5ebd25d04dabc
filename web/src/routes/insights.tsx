import { useQuery } from '@tanstack/react-query';
import { unwrap } from '@townsquare/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client';
import { DayPlot } from '../features/insights/day-plot';
import styles from '../features/insights/insights.module.css';
import { Button } from '../ui/button';
import { bodyClass, Page } from '../ui/page';
import { ErrorNote, Loading } from '../ui/states';

const SPANS = [7, 30, 90] as const;
const FIGURES = ['reactions', 'comments', 'followers'] as const;

/** What the reader's posts have gained on each day. */
export function InsightsPage() {
  const { t, i18n } = useTranslation();
  const [days, setDays] = useState<(typeof SPANS)[number]>(30);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['own', 'analytics', days],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/api/v1/analytics/me', { params: { query: { days } }, signal }))).items,
  });
  const sorted = [...(data ?? [])].sort((left, right) => left.day.localeCompare(right.day));
  return (
    <Page title={t('nav.insights')}>
      <div className="bar">
        {SPANS.map((span) => (
          <Button
            key={span}
            small
            look={span === days ? 'primary' : 'plain'}
            aria-pressed={span === days}
            onClick={() => setDays(span)}
          >
            {t('insights.days', { count: span })}
          </Button>
        ))}
      </div>
      {isPending && <Loading />}
      <ErrorNote error={error} onRetry={refetch} />
      {data && (
        <div className={`${bodyClass} ${styles.plots}`}>
          {FIGURES.map((figure) => {
            const values = sorted.map((day) => day[figure]);
            const total = values.reduce((sum, value) => sum + value, 0);
            return (
              <section key={figure} className={styles.panel} aria-label={t(`insights.${figure}`)}>
                <h2>{t(`insights.${figure}`)}</h2>
                <p className={styles.total}>{total.toLocaleString(i18n.language)}</p>
                <DayPlot label={t(`insights.${figure}`)} days={sorted.map(({ day }) => day)} values={values} />
              </section>
            );
          })}
        </div>
      )}
    </Page>
  );
}
