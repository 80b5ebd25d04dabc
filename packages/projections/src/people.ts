import {
  type EventData,
  type PersonView,
  type ProfileStatus,
  profileUpdated,
  userDeleted,
} from '@townsquare/contracts';
import {
  AppError,
  type Database,
  type DeliveredEvent,
  defineSubscription,
  forbidden,
  type Subscription,
  type Transaction,
} from '@townsquare/kit';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { Owners } from './owners.js';

/** A person as other services know them. */
export interface KnownPerson extends PersonView {
  status: ProfileStatus;
  /** Only accepted followers see this person's posts. */
  isPrivate: boolean;
}

type Profile = Pick<
  EventData<typeof profileUpdated>,
  'userId' | 'username' | 'fullName' | 'profilePicture' | 'status' | 'isPrivate'
>;

type VersionedProfile = Profile & { version: number };

interface Row {
  user_id: string;
  username: string;
  full_name: string;
  profile_picture: string | null;
  status: ProfileStatus;
  is_private: number;
  deleted: number;
}

const COLUMNS = 'user_id, username, full_name, profile_picture, status, is_private, deleted';

export class KnownPeople1700000000100 implements MigrationInterface {
  name = 'KnownPeople1700000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE IF NOT EXISTS known_people (
        user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
        username VARCHAR(64) NOT NULL,
        full_name VARCHAR(200) NOT NULL,
        profile_picture VARCHAR(500) NULL,
        status ENUM('active', 'inactive', 'banned') NOT NULL,
        version BIGINT UNSIGNED NOT NULL,
        deleted TINYINT NOT NULL DEFAULT 0,
        KEY known_people_username (username)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_people');
  }
}

export class KnownPeoplePrivacy1700000000101 implements MigrationInterface {
  name = 'KnownPeoplePrivacy1700000000101';

  async up(runner: QueryRunner): Promise<void> {
    if (await runner.hasColumn('known_people', 'is_private')) return;
    await runner.query('ALTER TABLE known_people ADD COLUMN is_private TINYINT NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE known_people DROP COLUMN is_private');
  }
}

export const KNOWN_PEOPLE_MIGRATIONS = [KnownPeople1700000000100, KnownPeoplePrivacy1700000000101];

/** A service's copy of names, pictures, statuses and privacy, updated by events. */
export class People {
  constructor(
    private readonly database: Database,
    private readonly owners: Pick<Owners, 'profiles'>,
  ) {}

  /** For a service that does nothing else with these events. Others call `apply` and `remove` in their own subscriptions. */
  subscriptions(): Subscription[] {
    return [
      defineSubscription(profileUpdated, (event, tx) => this.apply(event, tx)),
      defineSubscription(userDeleted, ({ data }, tx) => this.remove(tx, data.userId)),
    ];
  }

  apply(event: DeliveredEvent<EventData<typeof profileUpdated>>, tx: Transaction): Promise<void> {
    return save(tx.manager, [{ ...event.data, version: event.aggregateversion }]);
  }

  /** Stores the profiles that are newer than the known ones; returns all given profiles except those of deleted accounts. */
  async take<Known extends VersionedProfile>(tx: Transaction, profiles: Known[]): Promise<Known[]> {
    if (profiles.length === 0) return [];
    await save(tx.manager, profiles);
    const rows = await read(
      tx.manager,
      profiles.map((profile) => profile.userId),
    );
    const gone = new Set(rows.filter((row) => row.deleted).map((row) => row.user_id));
    return profiles.filter((profile) => !gone.has(profile.userId));
  }

  /** Whether the account is known to be deleted. */
  async isDeleted(userId: string): Promise<boolean> {
    return (await read(this.database.manager, [userId])).some((row) => row.deleted);
  }

  /** Marks the account as deleted. The row stays, so that a late event does not restore it. */
  async remove(tx: Transaction, userId: string): Promise<void> {
    await tx.manager.query(
      `INSERT INTO known_people (user_id, username, full_name, status, version, deleted) VALUES (?, '', '', 'inactive', 0, 1)
       ON DUPLICATE KEY UPDATE username = '', full_name = '', profile_picture = NULL, deleted = 1`,
      [userId],
    );
  }

  /**
   * Lets a write by this person go on only while the account is there, and keeps it from going until the transaction
   * ends: what is written is then seen by the purge that follows. Call it first, before other rows are locked. A
   * deactivated account is not refused: its owner may have signed in again, of which the event has not arrived yet.
   */
  async requireActive(tx: Transaction, userId: string): Promise<void> {
    const [row]: Row[] = await tx.manager.query(
      'SELECT status, deleted FROM known_people WHERE user_id = ? FOR UPDATE',
      [userId],
    );
    if (row?.deleted) throw new AppError('unauthenticated', 'This account has been deleted.');
    if (row?.status === 'banned') throw forbidden('This account is banned.');
  }

  /**
   * Whether none of these accounts is known to be gone. Until the transaction ends none goes: what is written about them is
   * then seen by the purge that follows.
   */
  async areThere(tx: Transaction, userIds: string[]): Promise<boolean> {
    const rows: Pick<Row, 'deleted'>[] = await tx.manager.query(
      'SELECT deleted FROM known_people WHERE user_id IN (?) ORDER BY user_id FOR UPDATE',
      [userIds],
    );
    return rows.every((row) => !row.deleted);
  }

  /**
   * The people with these ids, by id. Deleted and unknown ones are left out. Unknown ones are fetched from the
   * owner and stored. Not for a transaction, which uses `known`.
   */
  async find(ids: Iterable<string>): Promise<Map<string, KnownPerson>> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const { manager } = this.database;
    const rows = await read(manager, wanted);
    const seen = new Set(rows.map((row) => row.user_id));
    const people = toPeople(rows);
    const missing = wanted.filter((id) => !seen.has(id));
    if (missing.length === 0) return people;
    const profiles = await this.owners.profiles(missing);
    await save(manager, profiles);
    for (const profile of profiles)
      people.set(profile.userId, { ...toView(profile), status: profile.status, isPrivate: profile.isPrivate });
    return people;
  }

  /** As `find`, without calling the owner, for a transaction. Call `find` before it begins. */
  async known({ manager }: Pick<Transaction, 'manager'>, ids: string[]): Promise<Map<string, KnownPerson>> {
    return ids.length === 0 ? new Map() : toPeople(await read(manager, ids));
  }

  /** What is known of the users whose ids are above `after` and not above `through`, for the recount. */
  async knownBetween(after: string, through: string): Promise<KnownPeople> {
    const rows: (Row & { version: string })[] = await this.database.manager.query(
      `SELECT ${COLUMNS}, version FROM known_people
       WHERE user_id > ? AND user_id <= ?`,
      [after, through],
    );
    const known = rows.filter((row) => !row.deleted).map((row) => ({ ...toPerson(row), version: Number(row.version) }));
    return { known, gone: new Set(rows.filter((row) => row.deleted).map((row) => row.user_id)) };
  }

  /** Replaces what is known by this profile, or by none, whatever its version. A deleted account stays deleted. */
  async replace(tx: Transaction, userId: string, profile: VersionedProfile | undefined): Promise<void> {
    await tx.manager.query('DELETE FROM known_people WHERE user_id = ? AND deleted = 0', [userId]);
    if (profile) await save(tx.manager, [profile]);
  }

  /** The users with these user names, by user name in lower case. It does not call the owner for unknown names. */
  async findByUsernames(usernames: string[]): Promise<Map<string, KnownPerson>> {
    if (usernames.length === 0) return new Map();
    const rows: Row[] = await this.database.manager.query(
      `SELECT ${COLUMNS} FROM known_people
       WHERE username IN (?) AND deleted = 0`,
      [usernames],
    );
    return new Map(rows.map((row) => [row.username.toLowerCase(), toPerson(row)]));
  }
}

/** The known users in a range of ids, and the ids of the deleted ones. */
export interface KnownPeople {
  known: (KnownPerson & { version: number })[];
  gone: Set<string>;
}

/** The public view of a user. */
export function toView({ userId, username, fullName, profilePicture }: PersonView): PersonView {
  return { userId, username, fullName, profilePicture };
}

function read(manager: EntityManager, ids: string[]): Promise<Row[]> {
  return manager.query(`SELECT ${COLUMNS} FROM known_people WHERE user_id IN (?)`, [ids]);
}

function toPeople(rows: Row[]): Map<string, KnownPerson> {
  return new Map(rows.filter((row) => !row.deleted).map((row) => [row.user_id, toPerson(row)]));
}

function toPerson(row: Row): KnownPerson {
  return {
    userId: row.user_id,
    username: row.username,
    fullName: row.full_name,
    profilePicture: row.profile_picture,
    status: row.status,
    isPrivate: row.is_private === 1,
  };
}

/** The version comes last: the other columns are compared with its old value. */
const SET_BY_VERSION = ['username', 'full_name', 'profile_picture', 'status', 'is_private', 'version'];

/** Stores each profile unless this version or a later one is known, or the account is deleted; in order, to avoid deadlocks. */
async function save(manager: EntityManager, profiles: VersionedProfile[]): Promise<void> {
  if (profiles.length === 0) return;
  const ordered = [...profiles].sort((one, other) => (BigInt(one.userId) < BigInt(other.userId) ? -1 : 1));
  const newer = (column: string) =>
    `${column} = IF(deleted = 0 AND version < VALUES(version), VALUES(${column}), ${column})`;
  await manager.query(
    `INSERT INTO known_people (user_id, username, full_name, profile_picture, status, is_private, version) VALUES ?
     ON DUPLICATE KEY UPDATE ${SET_BY_VERSION.map(newer).join(', ')}`,
    [
      ordered.map(({ userId, username, fullName, profilePicture, status, isPrivate, version }) => [
        userId,
        username,
        fullName,
        profilePicture,
        status,
        isPrivate ? 1 : 0,
        version,
      ]),
    ],
  );
}
