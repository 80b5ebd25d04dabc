import { gatewayUrl, partPorts } from './ports.js';
import type { Town } from './town.js';

/** Credentials by the names of their secrets, in the form of the town's other secrets. */
type Credentials = Record<string, { clientId: string; clientSecret: string }>;

const PROVIDERS = ['google', 'facebook', 'github'] as const;

/** What the tests' town is known by at the authorization server that its tests start in place of the providers. */
const STAND_IN = { clientId: 'town-of-the-tests', clientSecret: 'secret-of-the-town-of-the-tests' };

/** The secrets of those providers that the environment has credentials for: TOWN_GOOGLE_CLIENT_ID and so on. */
export function providerSecrets(env: NodeJS.ProcessEnv): Credentials {
  const secrets: Credentials = {};
  for (const provider of PROVIDERS) {
    const variable = `TOWN_${provider.toUpperCase()}_CLIENT`;
    const [clientId, clientSecret] = [env[`${variable}_ID`], env[`${variable}_SECRET`]];
    if (clientId && clientSecret) secrets[`auth-${provider}`] = { clientId, clientSecret };
  }
  return secrets;
}

/** The same for a town; that of the tests is known to nobody but the server that stands in. */
export function providerSecretsOf({ kind }: Town, env: NodeJS.ProcessEnv): Credentials {
  return kind === 'test' ? { 'auth-google': STAND_IN, 'auth-github': STAND_IN } : providerSecrets(env);
}

/** What auth is told of the way to the providers and back. */
export function providerEnvironment(town: Town, env: NodeJS.ProcessEnv): Record<string, string> {
  return {
    PUBLIC_URL: env.TOWN_PUBLIC_URL || gatewayUrl(town),
    SIGN_IN_RETURN_TO: env.TOWN_SIGN_IN_RETURN_TO || '',
    ...(town.kind === 'test' ? standIn(town) : {}),
  };
}

function standIn({ base }: Town): Record<string, string> {
  const url = `http://127.0.0.1:${partPorts(base).authorization}`;
  return { OAUTH_GOOGLE_ISSUER: url, OAUTH_GITHUB_URL: url, OAUTH_GITHUB_API_URL: url };
}
