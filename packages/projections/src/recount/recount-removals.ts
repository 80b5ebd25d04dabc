import type { RemovalRecord } from '@townsquare/contracts';
import type { Exports } from '../exports.js';
import { compare, type RecountPart } from './recount.js';

/** How a service knows and removes the content of one kind that it owns. */
interface OwnedContent {
  type: RemovalRecord['target']['type'];
  /** Which of these ids are there and not deleted. */
  present(ids: string[]): Promise<string[]>;
  /** Deletes the content as the event of its removal does. */
  remove(removal: RemovalRecord): Promise<unknown>;
}

/** Finds the content that moderators removed and that its owner still has. */
export function recountRemovals(
  exports: Pick<Exports, 'removals'>,
  { type, present, remove }: OwnedContent,
): RecountPart {
  return {
    name: `removed ${type}s`,
    async check(range) {
      const { items, next } = await exports.removals(range);
      const removed = new Map(items.filter(({ target }) => target.type === type).map((one) => [one.target.id, one]));
      const there = removed.size === 0 ? [] : await present([...removed.keys()]);
      const is = new Map(there.map((id) => [id, 'there']));
      const repair = async (id: string) => void (await remove(removed.get(id)!));
      return { checked: removed.size, found: compare(`removed ${type}`, new Map(), is, repair), next };
    },
  };
}
