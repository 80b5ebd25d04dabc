import {
  COMPONENTS,
  type DaprClient,
  JwksTokenVerifier,
  readConfig,
  type Service,
  type ServiceDefinition,
  type ServiceParts,
} from '@townsquare/kit';
import { AuthConfig, type ProviderConfig } from './config.js';
import type { Context, SignIn } from './context.js';
import { MIGRATIONS } from './data/migrations.js';
import { type OthersData, othersDataThroughSidecar } from './data-download/clients/others-data.js';
import { Downloads } from './data-download/use-cases/downloads.js';
import { createProviders, type ProviderCredentials, readCredentials } from './identity/clients/create-providers.js';
import { ENTITIES } from './identity/data/entities.js';
import { AccessTokens, SessionVerifier } from './identity/keys/access-tokens.js';
import { KeyRing } from './identity/keys/key-ring.js';
import { SecretBox } from './identity/keys/secret-box.js';
import { authRoutes } from './identity/routes/index.js';
import { onProfileUpdated } from './identity/subscriptions/profile-updated.js';
import { onUserPurged } from './identity/subscriptions/user-purged.js';
import { SecondFactors } from './identity/use-cases/second-factors.js';
import { createKeyRotation } from './identity/workers/rotate-keys.js';
import { MailBinding, type MailTransport } from './mail/clients/mail-transport.js';
import { MailSender } from './mail/workers/mail-sender.js';
import { type Reportables, reportablesThroughSidecar } from './moderation/clients/reportables.js';
import { createSuspensionEnder } from './moderation/workers/end-suspensions.js';
import { createSweeper } from './workers/sweeper.js';

export const authService: ServiceDefinition = {
  name: 'auth',
  schema: { entities: ENTITIES, migrations: MIGRATIONS },
  async create(parts) {
    const { dapr, logger } = parts;
    const config = readConfig(AuthConfig);
    const signIn = createSignIn(config, await readCredentials(dapr, logger));
    const others = { reportables: reportablesThroughSidecar(dapr), othersData: othersDataThroughSidecar(dapr) };
    const accountRules = {
      staffNeedsSecondFactor: config.STAFF_SECOND_FACTOR === 'required',
      usernameKeptDays: config.USERNAME_KEPT_DAYS,
    };
    return createAuth(parts, await keyBox(dapr), new MailBinding(dapr), others, signIn, accountRules);
  },
};

/** What private keys and shared secrets are encrypted with, under a secret of the secret store. */
export async function keyBox(dapr: DaprClient): Promise<SecretBox> {
  const { encryptionKey } = await dapr.getSecret(COMPONENTS.secrets, 'auth-keys');
  return new SecretBox(encryptionKey ?? '');
}

/** What the routes need of the providers, by what is configured and whom there are credentials at. */
export function createSignIn(config: ProviderConfig, credentials: ProviderCredentials): SignIn {
  return {
    providers: createProviders(config, credentials),
    returnTo: config.SIGN_IN_RETURN_TO,
    isSecure: config.PUBLIC_URL.startsWith('https:'),
    callbackOf: (provider) => `${config.PUBLIC_URL}/api/v1/auth/providers/${provider}/callback`,
  };
}

/**
 * Builds the service. `box` is what private keys and shared secrets are encrypted with, `transport` what carries its
 * mails, `others` what it asks other services for.
 */
export async function createAuth(
  parts: Omit<ServiceParts, 'dapr'>,
  box: SecretBox,
  transport: MailTransport,
  others: { reportables: Reportables; othersData: OthersData },
  signIn: SignIn,
  accountRules: Pick<Context, 'staffNeedsSecondFactor' | 'usernameKeptDays'>,
): Promise<Service & { mails: MailSender }> {
  const { database, logger, config } = parts;
  const rules = { issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE };
  const keys = new KeyRing(database, box);
  // Now, so that a wrong secret is noticed at the start.
  await keys.signingKey();
  const accessTokens = new AccessTokens(keys, rules);
  const mails = new MailSender(database, transport, logger);
  const secondFactors = new SecondFactors(database, box);
  const context: Context = {
    database,
    logger,
    keys,
    accessTokens,
    secondFactors,
    ...others,
    downloads: new Downloads(database, logger),
    signIn,
    ...accountRules,
    wakeMail: () => mails.wake(),
  };
  return {
    routes: authRoutes(context),
    subscriptions: [onProfileUpdated(), onUserPurged()],
    workers: [
      createSweeper(database, logger),
      createKeyRotation(keys, logger),
      createSuspensionEnder(database, logger),
      mails,
    ],
    mails,
    // Its own keys are at hand: a call to itself through two sidecars would only be slower.
    tokens: new SessionVerifier(new JwksTokenVerifier(() => keys.publicKeys(), rules), database),
  };
}
