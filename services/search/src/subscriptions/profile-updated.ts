import { profileUpdated } from '@townsquare/contracts';
import { defineSubscription, type Subscription } from '@townsquare/kit';
import type { Context } from '../context.js';
import { userDocument } from '../domain/documents.js';

export function onProfileUpdated({ engine, people }: Context): Subscription {
  return defineSubscription(profileUpdated, async (event, tx) => {
    const { data: profile, aggregateversion: version } = event;
    await people.apply(event, tx);
    await engine.write('users', { id: profile.userId, version, document: userDocument(profile) });
  });
}
