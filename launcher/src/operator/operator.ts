import { Failure } from '../failure.js';
import { servicePorts } from '../ports.js';
import { prepareTokens } from '../secrets.js';
import { serviceOf } from '../services.js';
import { readState } from '../state.js';
import { waitFor } from '../system/wait.js';
import { logFile, type Town } from '../town.js';

/** The app id of whoever runs the operator's commands: routes for it say `access: { services: ['operator'] }`. */
export const OPERATOR = 'operator';

const LIMIT_SECONDS = 120;
const READY_SECONDS = 60;

/** From where the operator's commands call the services of a town, and how a person there runs such a command. */
export interface Operator {
  address(service: string): string;
  headers(service: string): Record<string, string>;
  /** What a person types for a command, such as `recount --repair`. */
  typed(command: string, ...options: string[]): string;
  /** What a person does to see whether the services run. */
  readonly status: string;
  /** The file with a service's log, where this machine has it. */
  log(service: string): string | undefined;
}

/** On the machine of a town: calls go to the apps themselves, with the tokens that otherwise their sidecars alone have. */
export function operatorOf(town: Town): Operator {
  return {
    address: (service) => `http://127.0.0.1:${servicePorts(readState(town).base, serviceOf(service).index).app}`,
    headers: (service) => ({ 'dapr-api-token': tokenOf(town, service), 'dapr-caller-app-id': OPERATOR }),
    typed: (command, ...options) => ['npm run', command, ...(options.length > 0 ? ['--', ...options] : [])].join(' '),
    status: 'npm run status',
    log: (service) => logFile(town, service),
  };
}

/**
 * In a container: calls go through the sidecar beside it, whose app id is `operator`, and the sidecars of the services allow it
 * the routes in dapr/access. The environment names the sidecar (DAPR_HTTP_PORT, DAPR_HOST) and its DAPR_API_TOKEN.
 */
export function operatorBeside(env: NodeJS.ProcessEnv): Operator {
  const sidecar = sidecarAddress(env);
  const token = env.DAPR_API_TOKEN ?? '';
  return {
    address: (service) => `${sidecar}/v1.0/invoke/${service}/method`,
    headers: () => ({ 'dapr-api-token': token }),
    typed: (command, ...options) => ['operator', command, ...options].join(' '),
    status: 'look at the logs of the service and its sidecar.',
    log: () => undefined,
  };
}

/** Waits until the sidecar that the environment names can call others; throws a Failure when it does not come up. */
export async function awaitSidecar(env: NodeJS.ProcessEnv): Promise<void> {
  const url = `${sidecarAddress(env)}/v1.0/healthz/outbound`;
  await waitFor(async () => (await fetch(url)).ok, {
    what: `the operator's sidecar (${url})`,
    limitSeconds: READY_SECONDS,
  });
}

function sidecarAddress({ DAPR_HOST: host = '127.0.0.1', DAPR_HTTP_PORT: port }: NodeJS.ProcessEnv): string {
  if (!port)
    throw new Failure('DAPR_HTTP_PORT is empty.', 'set it to the HTTP port of a sidecar with app id operator.');
  return `http://${host}:${port}`;
}

/** Calls a route of a service, and returns its JSON. Throws a Failure with the service's own words when it refuses. */
export async function callService<T>(
  operator: Operator,
  service: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${operator.address(service)}${path}`, {
    method,
    headers: {
      ...operator.headers(service),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(LIMIT_SECONDS * 1000),
  }).catch((error: unknown) => {
    const reason = `${service} does not respond (${reasonOf(error)}).`;
    throw new Failure(reason, operator.status, operator.log(service));
  });
  const text = await response.text();
  if (!response.ok) throw refusal(operator, service, response.status, text);
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

/** A problem document says what is wrong in words for a person; the log says more where it is the service's fault. */
function refusal(operator: Operator, service: string, status: number, text: string): Failure {
  const said = problemIn(text) ?? `${status} ${text.slice(0, 300)}`;
  if (status < 500) return new Failure(`${service}: ${said}`, 'correct what it names, and try again.');
  return new Failure(`${service}: ${said}`, 'its log says why.', operator.log(service));
}

/** The words of a service's problem document, or of a sidecar's error. */
function problemIn(text: string): string | undefined {
  try {
    const { detail, title, message } = JSON.parse(text) as { detail?: string; title?: string; message?: string };
    return detail ?? title ?? message;
  } catch {
    return undefined;
  }
}
