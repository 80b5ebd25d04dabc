import { Failure } from './failure.js';
import { servicePorts } from './ports.js';
import { prepareTokens } from './secrets.js';
import { serviceOf } from './services.js';
import { readState } from './state.js';
import { logFile, type Town } from './town.js';

/** The name under which the launcher calls: routes for it say `access: { services: ['operator'] }`. */
const operator = 'operator';
const limitSeconds = 120;

/**
 * Calls a route of a service on behalf of the operator of the town, and returns its JSON. It goes to the app itself, with the
 * token that otherwise its sidecar alone has. Throws a Failure with the service's own words when it refuses.
 */
export async function callService<T>(
  town: Town,
  service: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const url = `http://127.0.0.1:${servicePorts(readState(town).base, serviceOf(service).index).app}${path}`;
  const response = await fetch(url, {
    method,
    headers: {
      'dapr-api-token': tokenOf(town, service),
      'dapr-caller-app-id': operator,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(limitSeconds * 1000),
  }).catch((error: unknown) => {
    throw new Failure(`${service} does not answer (${reasonOf(error)}).`, 'npm run status', logFile(town, service));
  });
  const text = await response.text();
  if (!response.ok) throw refusal(town, service, response.status, text);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function tokenOf(town: Town, service: string): string {
  const tokens = prepareTokens(town)[service];
  if (!tokens) throw new Error(`${service} has no tokens.`);
  return tokens.appApiToken;
}

/** fetch says only that it failed; what happened is in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as { cause?: { code?: string; message?: string }; message: string };
  return cause?.code ?? cause?.message ?? message;
}

/** A problem document tells what is wrong in words for a person; its log tells the rest where it was the service's fault. */
function refusal(town: Town, service: string, status: number, text: string): Failure {
  const said = problemIn(text) ?? `${status} ${text.slice(0, 300)}`;
  if (status < 500) return new Failure(`${service}: ${said}`, 'mend what it names, and try again.');
  return new Failure(`${service}: ${said}`, 'its log says why.', logFile(town, service));
}

function problemIn(text: string): string | undefined {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title;
  } catch {
    return undefined;
  }
}
