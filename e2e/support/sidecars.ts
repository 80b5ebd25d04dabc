import { servicePorts, services } from '@townsquare/launcher';
import { townSecrets } from './secrets.js';
import { town } from './town.js';

/** Where a service's app listens; it serves its own sidecar alone. */
export function appUrl(service: string): string {
  return `http://127.0.0.1:${portsOf(service).app}`;
}

/** Where the HTTP API of a service's sidecar is. */
export function sidecarUrl(service: string): string {
  return `http://127.0.0.1:${portsOf(service).daprHttp}`;
}

function portsOf(id: string): ReturnType<typeof servicePorts> {
  const service = services.find((one) => one.id === id);
  if (!service) throw new Error(`There is no service "${id}".`);
  return servicePorts(town.portBase, service.index);
}

/** What guards the two directions between an app and its sidecar. */
export function tokensOf(service: string): { appApiToken: string; daprApiToken: string } {
  return townSecrets('tokens')[service] as { appApiToken: string; daprApiToken: string };
}

/** Puts bytes on a topic as they are, event or not, through a service's sidecar. */
export async function publishRaw(service: string, component: string, topic: string, bytes: string): Promise<void> {
  const answer = await fetch(`${sidecarUrl(service)}/v1.0/publish/${component}/${topic}?metadata.rawPayload=true`, {
    method: 'POST',
    headers: { 'dapr-api-token': tokensOf(service).daprApiToken, 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  if (!answer.ok) throw new Error(`publish to ${topic}: ${answer.status} ${await answer.text()}`);
}
