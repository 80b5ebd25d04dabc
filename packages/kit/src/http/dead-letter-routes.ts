import { Id, PageQuery, page } from '@townsquare/contracts';
import { z } from 'zod';
import { decodeCursor, toPage } from '../database/keyset.js';
import { notFound } from '../errors.js';
import { type DeadLetter, deleteDeadLetter, findDeadLetter, listDeadLetters } from '../events/dead-letter-table.js';
import type { DeadLetters } from '../events/dead-letters.js';
import { defineRoute, type Route } from './route.js';

const DeadLetterView = z.object({
  id: Id,
  topic: z.string().nullable(),
  eventId: z.string().nullable(),
  reason: z.string(),
  size: z.int(),
  deliveries: z.int(),
  attempts: z.int(),
  receivedAt: z.iso.datetime(),
  retryAt: z.iso.datetime().nullable(),
});

const PATH = '/internal/deadletters';
/** The person who runs the town, with the commands of launcher/src/operator. */
const FOR_OPERATOR = { services: ['operator'] };
const params = z.object({ id: Id });

/** How an operator lists, reads, replays and discards what a service could not apply. */
export function deadLetterRoutes(deadLetters: DeadLetters): Route[] {
  const { manager } = deadLetters.database;
  const list = defineRoute({
    method: 'get',
    path: PATH,
    summary: 'List the dead letters, the oldest first',
    tag: 'internal',
    access: FOR_OPERATOR,
    query: PageQuery,
    answer: page(DeadLetterView),
    handle: async ({ query: { limit, cursor } }) => {
      const rows = await listDeadLetters(manager, decodeCursor('deadletters', cursor), limit + 1);
      const position = (row: DeadLetter) => ({ createdAt: row.receivedAt, id: row.id });
      return toPage('deadletters', rows, limit, position, view);
    },
  });
  const show = defineRoute({
    method: 'get',
    path: `${PATH}/{id}`,
    summary: 'Read a dead letter with its message',
    tag: 'internal',
    access: FOR_OPERATOR,
    params,
    answer: DeadLetterView.extend({ message: z.string() }),
    handle: async ({ params: { id } }) => {
      const letter = await findDeadLetter(manager, id);
      if (!letter) throw notFound('dead letter');
      return { ...view(letter), message: letter.payload.toString() };
    },
  });
  const replay = defineRoute({
    method: 'post',
    path: `${PATH}/{id}/replay`,
    summary: 'Apply a dead letter now',
    tag: 'internal',
    access: FOR_OPERATOR,
    params,
    answer: z.object({ applied: z.boolean(), reason: z.string().optional() }),
    handle: ({ params: { id } }) => deadLetters.replay(id),
  });
  const discard = defineRoute({
    method: 'delete',
    path: `${PATH}/{id}`,
    summary: 'Discard a dead letter',
    tag: 'internal',
    access: FOR_OPERATOR,
    params,
    status: 204,
    handle: ({ params: { id } }) => deleteDeadLetter(manager, id),
  });
  return [list, show, replay, discard];
}

function view(letter: DeadLetter): z.infer<typeof DeadLetterView> {
  return {
    id: letter.id,
    topic: letter.topic,
    eventId: letter.eventId,
    reason: letter.reason,
    size: Number(letter.size),
    deliveries: letter.deliveries,
    attempts: letter.attempts,
    receivedAt: letter.receivedAt.toISOString(),
    retryAt: letter.retryAt?.toISOString() ?? null,
  };
}
