import { useInfiniteQuery } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { listOptions } from '../../../api/lists';
import { Button } from '../../../ui/button';
import { ErrorNote } from '../../../ui/states';
import { OwnPeople } from '../own-people';
import { Section } from '../section';
import { useChange } from '../use-change';

const blocksQuery = listOptions<Schemas['BlockedPerson']>(['own', 'blocks'], (cursor, signal) =>
  unwrap(api.GET('/api/v1/blocks', { params: { query: { cursor } }, signal })),
);

/** The people whom the reader has blocked. */
export function BlockSettings() {
  const { t } = useTranslation();
  const people = useInfiniteQuery(blocksQuery);
  const unblock = useChange({
    run: (userId: string) => unwrap(api.DELETE('/api/v1/users/{userId}/block', { params: { path: { userId } } })),
    reads: ['own', 'blocks'],
  });
  return (
    <Section title={t('settings.blocks')} text={t('person.blockExplained')}>
      <ErrorNote error={unblock.error} />
      <OwnPeople
        list={people}
        none={t('settings.noBlocks')}
        aside={({ userId }) => (
          <Button small onClick={() => unblock.mutate(userId)}>
            {t('person.unblock')}
          </Button>
        )}
      />
    </Section>
  );
}
