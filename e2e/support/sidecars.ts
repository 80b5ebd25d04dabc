import { readFileSync } from 'node:fs';
import { town } from './town.js';

/** The services in the order of their ports. */
const SERVICES = [
  'gateway',
  'auth',
  'user',
  'post',
  'comment',
  'reaction',
  'feed',
  'notification',
  'search',
  'engagement',
] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Where a service's app listens, which answers its own sidecar alone. */
export function appUrl(service: ServiceName): string {
  return `http://127.0.0.1:${town.portBase + SERVICES.indexOf(service)}`;
}

/** Where the HTTP API of a service's sidecar is. */
export function sidecarUrl(service: ServiceName): string {
  return `http://127.0.0.1:${town.portBase + 100 + SERVICES.indexOf(service)}`;
}

/** What guards the two directions between an app and its sidecar. */
export function tokensOf(service: ServiceName): { appApiToken: string; daprApiToken: string } {
  return JSON.parse(readFileSync(`${town.home}/secrets/tokens.json`, 'utf8'))[service];
}

/** Puts bytes on a topic as they are, event or not, through a service's sidecar. */
export async function publishRaw(service: ServiceName, component: string, topic: string, bytes: string): Promise<void> {
  const answer = await fetch(`${sidecarUrl(service)}/v1.0/publish/${component}/${topic}?metadata.rawPayload=true`, {
    method: 'POST',
    headers: { 'dapr-api-token': tokensOf(service).daprApiToken, 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  if (!answer.ok) throw new Error(`publish to ${topic}: ${answer.status} ${await answer.text()}`);
}
