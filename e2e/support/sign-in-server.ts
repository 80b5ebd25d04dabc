import { readFileSync } from 'node:fs';
import { AuthorizationServer } from '@townsquare/authorization-server';
import { partPorts } from '@townsquare/launcher';
import { town } from './town.js';

/** A real authorization server where the town under test takes Google and GitHub to be, with the town as its client. */
export function startSignInServer(): Promise<AuthorizationServer> {
  const secrets = JSON.parse(readFileSync(`${town.home}/secrets/secrets.json`, 'utf8'));
  const callback = (provider: string) => `${town.gatewayUrl}/api/v1/auth/providers/${provider}/callback`;
  const client = secrets['auth-google'];
  const redirectUris = [callback('google'), callback('github')];
  return AuthorizationServer.start([{ ...client, redirectUris }], partPorts(town.portBase).authorization);
}
