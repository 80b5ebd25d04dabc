import { profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { userDocument } from '../domain/documents.js';

/** Of somebody who is gone nothing is indexed: a rebuilt index has no mark of those who had gone before. */
export function onProfileUpdated({ writer, people, privacyChanges, findability }: Context): Subscription {
  return defineSubscription(
    profileUpdated,
    async ({ data: profile, aggregateversion: version }, tx) => {
      const take = () => people.take(tx, [{ ...profile, version }]);
      const present = await privacyChanges.note(tx, profile.userId, take);
      if (present.length === 0) return;
      await writer.write(tx.manager, 'users', { id: profile.userId, version, document: userDocument(profile) });
    },
    {
      afterCommit: ({ data, aggregateversion: version, time: since }) => {
        privacyChanges.wake();
        findability.follow({ index: 'users', id: data.userId, version, since });
      },
    },
  );
}
