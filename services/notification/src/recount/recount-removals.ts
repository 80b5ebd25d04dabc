import type { RemovalRecord } from '@townsquare/contracts';
import { compare, type Exports, type RecountPart } from '@townsquare/projections';
import type { Context } from '../context.js';
import { insertNotifications } from '../data/notifications.js';
import { type Present, presentWhere, removePresent } from '../data/recount.js';
import { goneAccounts } from '../data/relations.js';
import { removalDraft } from '../domain/drafts.js';
import { withoutGone } from '../use-cases/notify.js';

const THERE = 'there';

/**
 * Compares the notifications of removed content with the removals. auth keeps a case for a time, so a notification of a case that
 * is not exported is left alone.
 */
export function recountRemovalNotifications(context: Context, exports: Pick<Exports, 'removals'>): RecountPart {
  const { manager } = context.database;
  return {
    name: 'notifications of removals',
    async check(range) {
      const { items, next } = await exports.removals(range);
      const cases = ['0', ...items.map(({ caseId }) => caseId)];
      const present = await presentWhere(manager, ['contentRemoved'], 'removal', 'target_id IN (?)', [cases]);
      const gone = await goneAccounts(manager, ['0', ...items.map(({ authorId }) => authorId)]);
      const due = new Map(items.filter(({ authorId }) => !gone.has(authorId)).map((one) => [nameOf(one), one]));
      const there = new Map(present.map((row) => [nameOf({ authorId: row.userId, caseId: row.targetId }), row]));
      const repair = (name: string) => {
        const [removal, row] = [due.get(name), there.get(name)];
        return removal ? add(context, removal) : remove(context, row!);
      };
      const asText = (names: Iterable<string>) => new Map([...names].map((name) => [name, THERE]));
      const found = compare('notification of a removal', asText(due.keys()), asText(there.keys()), repair);
      return { checked: items.length, found, next };
    },
  };
}

const nameOf = ({ authorId, caseId }: Pick<RemovalRecord, 'authorId' | 'caseId'>) => `${authorId}: case ${caseId}`;

async function add(context: Context, { caseId, target, authorId, at }: RemovalRecord): Promise<void> {
  const draft = removalDraft(caseId, target.type, authorId, at);
  await context.database.transaction(async (tx) => {
    await insertNotifications(tx.manager, draft, [authorId]);
    await withoutGone(tx, draft, [authorId]);
  });
  context.live.publish({ counted: [authorId] });
}

async function remove(context: Context, row: Present): Promise<void> {
  await removePresent(context.database.manager, row);
  context.live.publish({ counted: [row.userId] });
}
