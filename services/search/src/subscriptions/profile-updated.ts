import { profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { userDocument } from '../domain/documents.js';

/** Indexes the profile, unless the account is deleted: a rebuilt index has no marks of earlier deletions. */
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
        findability.follow({ index: 'users', id: data.userId, version, since });
      },
    },
  );
}
