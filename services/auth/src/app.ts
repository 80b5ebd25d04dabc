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
import * as dataDownload from './data-download/routes/index.js';
import { Downloads } from './data-download/use-cases/downloads.js';
import { createProviders, type ProviderCredentials, readCredentials } from './identity/clients/create-providers.js';
import { ENTITIES } from './identity/data/entities.js';
import { AccessTokens, SessionVerifier } from './identity/keys/access-tokens.js';
import { KeyRing } from './identity/keys/key-ring.js';
import { SecretBox } from './identity/keys/secret-box.js';
import * as identity from './identity/routes/index.js';
import { createSubscriptions } from './identity/subscriptions/index.js';
import { SecondFactors } from './identity/use-cases/second-factors.js';
import { createKeyRotation } from './identity/workers/rotate-keys.js';
import { MailBinding, type MailTransport } from './mail/clients/mail-transport.js';
import { MailSender } from './mail/workers/mail-sender.js';
import { type Reportables, reportablesThroughSidecar } from './moderation/clients/reportables.js';
import * as moderation from './moderation/routes/index.js';
import { createSuspensionEnder } from './moderation/workers/end-suspensions.js';
import { createExpiredRowsWorker } from './workers/delete-expired.js';

export const authService: ServiceDefinition = {
  name: 'auth',
  schema: { entities: ENTITIES, migrations: MIGRATIONS },
  async create(parts) {
    const { dapr, logger } = parts;
    const config = readConfig(AuthConfig);
    return createAuthService({
      ...parts,
      secretBox: await createSecretBox(dapr),
      mailTransport: new MailBinding(dapr),
      reportables: reportablesThroughSidecar(dapr),
      othersData: othersDataThroughSidecar(dapr),
      signIn: createSignIn(config, await readCredentials(dapr, logger)),
      publicUrl: config.PUBLIC_URL,
      staffSecondFactor: config.STAFF_SECOND_FACTOR,
      usernameKeptDays: config.USERNAME_KEPT_DAYS,
    });
  },
};

/** Returns what encrypts private keys and shared secrets, with the key from the secret store. */
export async function createSecretBox(dapr: DaprClient): Promise<SecretBox> {
  const { encryptionKey } = await dapr.getSecret(COMPONENTS.secrets, 'auth-keys');
  return new SecretBox(encryptionKey ?? '');
}

/** The page of the web client that finishes a sign-in with a provider. */
const SIGN_IN_PAGE = '/sign-in/complete';

/** Returns the providers that are configured and have credentials, and the rules for a sign-in with them. */
export function createSignIn(config: ProviderConfig, credentials: ProviderCredentials): SignIn {
  return {
    providers: createProviders(config, credentials),
    returnTo: [`${config.PUBLIC_URL}${SIGN_IN_PAGE}`, ...config.SIGN_IN_RETURN_TO],
    isSecure: config.PUBLIC_URL.startsWith('https:'),
    callbackOf: (provider) => `${config.PUBLIC_URL}/api/v1/auth/providers/${provider}/callback`,
  };
}

/** The parts that the service is built from. */
export interface AuthParts
  extends Pick<ServiceParts, 'database' | 'logger' | 'config'>,
    Pick<Context, 'signIn' | 'publicUrl' | 'staffSecondFactor' | 'usernameKeptDays'> {
  /** Encrypts private keys and shared secrets. */
  secretBox: SecretBox;
  mailTransport: MailTransport;
  reportables: Reportables;
  othersData: OthersData;
}

/** Builds the service. Throws when the secret does not open the signing keys. */
export async function createAuthService(parts: AuthParts): Promise<Service & { mails: MailSender }> {
  const { database, logger, config, secretBox, mailTransport } = parts;
  const { reportables, othersData, signIn, publicUrl, staffSecondFactor, usernameKeptDays } = parts;
  const rules = { issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE };
  const keys = new KeyRing(database, secretBox);
  await keys.signingKey();
  const mails = new MailSender(database, mailTransport, publicUrl, logger);
  const context: Context = {
    database,
    logger,
    keys,
    accessTokens: new AccessTokens(keys, rules),
    secondFactors: new SecondFactors(database, secretBox),
    reportables,
    othersData,
    downloads: new Downloads(database, logger),
    signIn,
    publicUrl,
    staffSecondFactor,
    usernameKeptDays,
    wakeMail: () => mails.wake(),
  };
  return {
    routes: [identity, moderation, dataDownload].flatMap(({ createRoutes }) => createRoutes(context)),
    subscriptions: createSubscriptions(),
    workers: [
      createExpiredRowsWorker(database, logger),
      createKeyRotation(keys, logger),
      createSuspensionEnder(database, logger),
      mails,
    ],
    mails,
    // Auth checks tokens with its own keys: a call to itself through two sidecars is slower.
    tokens: new SessionVerifier(new JwksTokenVerifier(() => keys.publicKeys(), rules), database),
  };
}
