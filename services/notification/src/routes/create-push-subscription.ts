import { conflict, defineRoute, invalidField, type Route } from '@townsquare/kit';
import type { Context } from '../context.js';
import { countOtherPushSubscriptions, savePushSubscription } from '../data/push-subscriptions.js';
import { endpointFault, isPublicKey } from '../domain/push-endpoint.js';
import { NewPushSubscription, PushSubscriptionView, presentPushSubscription } from '../views/push.js';

/** The most subscriptions of one account. */
const MOST = 20;
const MAX_USER_AGENT = 255;

const withoutPadding = (text: string) => text.replace(/=+$/, '');

export function createPushSubscription({ database, people, push }: Context): Route {
  return defineRoute({
    method: 'post',
    path: '/api/v1/notifications/push/subscriptions',
    summary: 'Subscribe this browser to pushes',
    description:
      'Send what `PushManager.subscribe()` returned. The subscription belongs to your session, and ends with it. A session has ' +
      `one: a new one replaces it. An account has ${MOST} at most. A push is JSON with \`title\`, \`body\`, \`url\` and \`tag\`.`,
    tag: 'notifications',
    access: 'signedIn',
    body: NewPushSubscription,
    status: 201,
    answer: PushSubscriptionView,
    errors: ['forbidden', 'conflict'],
    creates: true,
    handle: ({ caller: { userId, sessionId }, body, request, once }) => {
      const endpoint = new URL(body.endpoint);
      const fault = endpointFault(endpoint, push.endpoints);
      if (fault) throw invalidField('endpoint', fault);
      if (!isPublicKey(body.keys.p256dh)) throw invalidField('keys.p256dh', 'must be a public key on P-256');
      return once(database, async (tx) => {
        await people.requireActive(tx, userId);
        const subscription = {
          userId,
          sessionId,
          endpoint: endpoint.href,
          p256dh: withoutPadding(body.keys.p256dh),
          auth: withoutPadding(body.keys.auth),
          userAgent: (request.get('user-agent') ?? '').slice(0, MAX_USER_AGENT),
        };
        if ((await countOtherPushSubscriptions(tx.manager, subscription)) >= MOST)
          throw conflict(`You have ${MOST} push subscriptions; end one first.`);
        return presentPushSubscription(await savePushSubscription(tx.manager, subscription), sessionId);
      });
    },
  });
}
