import {
  COMPONENTS,
  JwksTokenVerifier,
  type Service,
  type ServiceDefinition,
  type ServiceParts,
} from '@townsquare/kit';
import type { Context } from './context.js';
import { ENTITIES } from './data/entities.js';
import { MIGRATIONS } from './data/migrations.js';
import { createSweeper } from './data/sweeper.js';
import { AccessTokens } from './keys/access-tokens.js';
import { KeyRing } from './keys/key-ring.js';
import { SecretBox } from './keys/secret-box.js';
import { authRoutes } from './routes/index.js';
import { onUserPurged } from './subscriptions/user-purged.js';

export const authService: ServiceDefinition = {
  name: 'auth',
  schema: { entities: ENTITIES, migrations: MIGRATIONS },
  async create(parts) {
    const { encryptionKey } = await parts.dapr.getSecret(COMPONENTS.secrets, 'auth-keys');
    return createAuth(parts, new SecretBox(encryptionKey ?? ''));
  },
};

/** Builds the service. `box` is what the private signing keys are encrypted with. */
export async function createAuth(parts: Omit<ServiceParts, 'dapr'>, box: SecretBox): Promise<Service> {
  const { database, logger, config } = parts;
  const rules = { issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE };
  const keys = new KeyRing(database, box);
  const accessTokens = new AccessTokens(await keys.signingKey(), rules);
  const context: Context = { database, logger, keys, accessTokens };
  return {
    routes: authRoutes(context),
    subscriptions: [onUserPurged()],
    workers: [createSweeper(database, logger)],
    // Its own keys are at hand: a call to itself through two sidecars would only be slower.
    tokens: new JwksTokenVerifier(() => keys.publicKeys(), rules),
  };
}
