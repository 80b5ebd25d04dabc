import type { ProfileSnapshot } from '@townsquare/contracts';
import type { Cache, Database } from '@townsquare/kit';
import type { Accounts } from '../clients/accounts.js';
import type { Profile } from '../data/entities.js';
import { createProfile, findProfiles, unknownAmong } from '../data/profiles.js';
import { toSnapshot } from '../views/profiles.js';

/** How long the cache may show an old profile, in the rare case that a reader filled it between the commit and the drop. */
const CACHE_SECONDS = 15;

/** The most accounts that are read at a time. */
const LOOK_UPS = 10;

const cacheKey = (userId: string) => `profile:${userId}`;

/** Profiles as readers see them. They are cached, and created when they are read before the event of their account arrives. */
export class Profiles {
  constructor(
    private readonly database: Database,
    private readonly cache: Cache,
    private readonly accounts: Accounts,
  ) {}

  /** The profiles of these people, without those who do not exist. */
  async find(ids: string[]): Promise<Profile[]> {
    const found = await findProfiles(this.database.manager, ids);
    if (found.length === new Set(ids).size) return found;
    await this.ensure(ids);
    // Also when none is missing any more: another request may have created them since the first read.
    return findProfiles(this.database.manager, ids);
  }

  async findOne(userId: string): Promise<Profile | undefined> {
    return (await this.find([userId]))[0];
  }

  /** What everybody sees of a profile, from the cache where it is there. */
  async snapshot(userId: string): Promise<ProfileSnapshot | undefined> {
    const known = await this.cache.get<ProfileSnapshot>(cacheKey(userId));
    if (known) return known;
    const profile = await this.findOne(userId);
    // A missing profile is not cached: it may be created the next moment.
    if (!profile) return undefined;
    const snapshot = toSnapshot(profile);
    await this.cache.set(cacheKey(userId), snapshot, CACHE_SECONDS);
    return snapshot;
  }

  /** Drops a profile from the cache; to be called after the commit that changes it. */
  async forget(userId: string): Promise<void> {
    await this.cache.drop(cacheKey(userId));
  }

  /** Creates the profiles that are missing and whose accounts exist. */
  async ensure(ids: string[]): Promise<void> {
    const missing = await unknownAmong(this.database.manager, [...new Set(ids)]);
    for (let start = 0; start < missing.length; start += LOOK_UPS) {
      await Promise.all(missing.slice(start, start + LOOK_UPS).map((id) => this.#create(id)));
    }
  }

  async #create(userId: string): Promise<void> {
    const account = await this.accounts.find(userId);
    // The account's version is not known, so the first event of the account may set the name.
    if (account) await this.database.transaction((tx) => createProfile(tx, account, 0));
  }
}
