import { COMPONENTS } from './components.js';
import type { DaprClient } from './dapr-client.js';

/** The address of Redis with the name and password that the secret store has for this service; throws when it has none. */
export async function withRedisLogin(dapr: DaprClient, service: string, url: string): Promise<string> {
  const { username = '', password = '' } = await dapr.getSecret(COMPONENTS.secrets, `${service}-redis`);
  const address = new URL(url);
  address.username = encodeURIComponent(username);
  address.password = encodeURIComponent(password);
  return address.href;
}
