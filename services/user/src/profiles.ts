import type { ProfileSnapshot } from '@townsquare/contracts';
import type { Cache, Database } from '@townsquare/kit';
import type { Accounts } from './accounts.js';
import type { Profile } from './data/profile.entity.js';
import { createProfile, findProfiles, unknownAmong } from './data/profile-store.js';
import { toSnapshot } from './domain/profile.js';

/** A profile may be shown for this long after it has changed, in the rare case that a reader was quicker than the drop. */
const CACHE_SECONDS = 15;

/** Accounts that are asked for at a time. */
const LOOK_UPS = 10;

const cacheKey = (userId: string) => `profile:${userId}`;

/** Profiles as readers see them: made when they are asked for before the news of their account has come, and cached. */
export class Profiles {
  constructor(
    private readonly database: Database,
    private readonly cache: Cache,
    private readonly accounts: Accounts,
  ) {}

  /** The profiles of these people; those who do not exist are left out. */
  async find(ids: string[]): Promise<Profile[]> {
    const found = await findProfiles(this.database.manager, ids);
    if (found.length === new Set(ids).size) return found;
    await this.ensure(ids);
    // Also when none was missing any more: others may have made them since the first look.
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
    // That there is none is not kept: the next moment there may be one.
    if (!profile) return undefined;
    const snapshot = toSnapshot(profile);
    await this.cache.set(cacheKey(userId), snapshot, CACHE_SECONDS);
    return snapshot;
  }

  /** Drops a profile from the cache; for after the commit that changes it. */
  async forget(userId: string): Promise<void> {
    await this.cache.drop(cacheKey(userId));
  }

  /** Makes the profiles that are missing and whose accounts exist. */
  async ensure(ids: string[]): Promise<void> {
    const missing = await unknownAmong(this.database.manager, [...new Set(ids)]);
    for (let start = 0; start < missing.length; start += LOOK_UPS) {
      await Promise.all(missing.slice(start, start + LOOK_UPS).map((id) => this.#create(id)));
    }
  }

  async #create(userId: string): Promise<void> {
    const account = await this.accounts.find(userId);
    // Its version is not known: the first event of the account that comes may set the name.
    if (account) await this.database.transaction((tx) => createProfile(tx, account, 0));
  }
}
