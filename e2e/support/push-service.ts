import { partPorts } from '@townsquare/launcher';
import { type BrowserSubscription, PushService } from '@townsquare/push-service';
import type { Json, Person } from './person.js';
import { town } from './town.js';

/** A real push service where the town under test accepts one on this machine. */
export function startPushService(): Promise<PushService> {
  return PushService.start(partPorts(town.portBase).push);
}

/** Subscribes a new browser of a person in their session. */
export async function subscribe(service: PushService, person: Person): Promise<BrowserSubscription> {
  const { body }: { body: Json } = await person.get('/notifications/push/public-key');
  const browser = service.subscribe(body.publicKey);
  const answer = await person.post('/notifications/push/subscriptions', browser);
  if (answer.status !== 201) throw new Error(`A browser could not subscribe: ${JSON.stringify(answer.body)}`);
  return browser;
}
