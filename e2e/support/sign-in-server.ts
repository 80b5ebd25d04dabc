import { AuthorizationServer } from '@townsquare/authorization-server';
import { partPorts } from '@townsquare/launcher';
import { townSecrets } from './secrets.js';
import { town } from './town.js';

/** A real authorization server where the town under test takes Google and GitHub to be, with the town as its client. */
export function startSignInServer(): Promise<AuthorizationServer> {
  const callback = (provider: string) => `${town.gatewayUrl}/api/v1/auth/providers/${provider}/callback`;
  const { clientId, clientSecret } = townSecrets('secrets')['auth-google']!;
  const redirectUris = [callback('google'), callback('github')];
  return AuthorizationServer.start(
    [{ clientId: clientId!, clientSecret: clientSecret!, redirectUris }],
    partPorts(town.portBase).authorization,
  );
}
