import { profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { userDocument } from '../domain/documents.js';
import { DeletedMeanwhile, type Indexed } from '../indices/index-writer.js';

/** Indexes the profile, unless the account is deleted. */
export function onProfileUpdated({ writer, people, privacyChanges, findability }: Context): Subscription {
  return defineSubscription(
    profileUpdated,
    async ({ data: profile, aggregateversion: version }, tx, indexed: Indexed) => {
      const take = () => people.take(tx, [{ ...profile, version }]);
      const present = await privacyChanges.note(tx, profile.userId, take);
      if (present.length === 0 && !indexed.deleted) throw new DeletedMeanwhile();
    },
    {
      prepare: ({ data: profile, aggregateversion: version }) => {
        const document = { id: profile.userId, version, document: userDocument(profile) };
        return writer.writePresent('users', document, () => people.isDeleted(profile.userId));
      },
      afterCommit: ({ data, aggregateversion: version, time: since }) => {
        findability.follow({ index: 'users', id: data.userId, version, since });
      },
    },
  );
}
