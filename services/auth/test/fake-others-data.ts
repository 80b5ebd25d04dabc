import type {
  Page,
  PersonalDataItem,
  PersonalDataKind,
  PersonalDataOwner,
  PersonalImageOwner,
} from '@townsquare/contracts';
import { type PageRequest, unavailable } from '@townsquare/kit';
import type { OthersData } from '../src/data-download/clients/others-data.js';

/** What the other services hold, in memory, in pages of two, so that a test has several. */
export class FakeOthersData implements OthersData {
  readonly #held = new Map<string, PersonalDataItem[]>();
  readonly #images = new Map<string, Buffer>();
  /** The services that do not answer. */
  readonly down = new Set<string>();
  /** Called before a page or an image is answered. */
  onRead: (what: string) => Promise<void> | void = () => {};

  hold(kind: PersonalDataKind, userId: string, items: PersonalDataItem[]): void {
    this.#held.set(`${kind} ${userId}`, items);
  }

  holdImage(owner: PersonalImageOwner, userId: string, image: string, bytes: Buffer): void {
    this.#images.set(`${owner} ${userId} ${image}`, bytes);
  }

  async read(
    owner: PersonalDataOwner,
    kind: PersonalDataKind,
    userId: string,
    { limit, cursor = '0' }: PageRequest,
  ): Promise<Page<PersonalDataItem>> {
    await this.#answer(owner, `${kind} ${userId} ${cursor}`);
    const all = this.#held.get(`${kind} ${userId}`) ?? [];
    const start = Number(cursor);
    const end = start + Math.min(limit, 2);
    return { items: all.slice(start, end), nextCursor: end < all.length ? String(end) : null };
  }

  async readImage(owner: PersonalImageOwner, userId: string, image: string): Promise<Buffer | undefined> {
    await this.#answer(owner, `image ${image}`);
    return this.#images.get(`${owner} ${userId} ${image}`);
  }

  async #answer(owner: string, what: string): Promise<void> {
    await this.onRead(what);
    if (this.down.has(owner)) throw unavailable(owner, 'It is down.');
  }
}
