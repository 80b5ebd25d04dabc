import { databaseServices, type Service } from '../services.js';
import { callService, type Operator } from './operator.js';

interface DeadLetter {
  id: string;
  topic: string | null;
  eventId: string | null;
  reason: string;
  attempts: number;
  receivedAt: string;
  retryAt: string | null;
}

const path = '/internal/deadletters';

/**
 * Lists, shows, replays or discards the events that services could not apply: those of all services, of one, or one
 * event. Returns 0, or 1 when a replayed event could not be applied.
 */
export function deadLetters(
  operator: Operator,
  action: 'list' | 'show' | 'replay' | 'discard',
  service?: string,
  id?: string,
): Promise<number> {
  if (action === 'list') return list(operator, chosen(service));
  if (action === 'replay') return replay(operator, chosen(service), id);
  if (!service || !id) throw new Error(`${action} needs a service and an id.`);
  return action === 'show' ? show(operator, service, id) : discard(operator, service, id);
}

function chosen(service: string | undefined): Service[] {
  return databaseServices().filter(({ id }) => service === undefined || id === service);
}

async function list(operator: Operator, services: Service[]): Promise<number> {
  let count = 0;
  for (const service of services) {
    for (const letter of await lettersOf(operator, service.id)) {
      count += 1;
      console.log(`${service.id} ${letter.id}  ${letter.topic ?? 'not an event'}  ${letter.receivedAt}`);
      console.log(`    ${letter.reason}`);
      console.log(`    ${nextStep(letter)}`);
    }
  }
  console.log(
    count === 0
      ? 'No dead letters.'
      : `\n${count} in all. ${operator.typed('deadletters', '--help')} prints what can be done with them.`,
  );
  return 0;
}

function nextStep({ attempts, retryAt }: DeadLetter): string {
  const tried = attempts === 0 ? '' : `tried again ${attempts === 1 ? 'once' : `${attempts} times`}; `;
  return tried + (retryAt ? `the next try is at ${retryAt}` : 'waits for you: it cannot be applied as it is');
}

async function show(operator: Operator, service: string, id: string): Promise<number> {
  console.log(JSON.stringify(await callService(operator, service, 'GET', `${path}/${id}`), null, 2));
  return 0;
}

async function replay(operator: Operator, services: Service[], id: string | undefined): Promise<number> {
  let applied = 0;
  let failed = 0;
  for (const service of services) {
    const ids = id ? [id] : (await lettersOf(operator, service.id)).map((letter) => letter.id);
    for (const each of ids) {
      const outcome = await callService<{ applied: boolean; reason?: string }>(
        operator,
        service.id,
        'POST',
        `${path}/${each}/replay`,
      );
      if (outcome.applied) applied += 1;
      else failed += 1;
      console.log(`${service.id} ${each}  ${outcome.applied ? 'applied' : `not applied: ${outcome.reason}`}`);
    }
  }
  console.log(`${applied} applied, ${failed} not.`);
  return failed === 0 ? 0 : 1;
}

async function discard(operator: Operator, service: string, id: string): Promise<number> {
  await callService(operator, service, 'DELETE', `${path}/${id}`);
  console.log(`${service} ${id}  discarded`);
  return 0;
}

async function lettersOf(operator: Operator, service: string): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor ? `&cursor=${cursor}` : '';
    const answer: { items: DeadLetter[]; nextCursor: string | null } = await callService(
      operator,
      service,
      'GET',
      `${path}?limit=100${query}`,
    );
    letters.push(...answer.items);
    cursor = answer.nextCursor;
  }
  return letters;
}
