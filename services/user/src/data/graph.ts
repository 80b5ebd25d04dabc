import { isDeepStrictEqual } from 'node:util';
import {
  type EventDefinition,
  followHidden,
  followRequestEnded,
  followRequested,
  type ProfileStatus,
  userBlocked,
  userFollowed,
  userMuted,
  userUnblocked,
  userUnfollowed,
  userUnmuted,
  userWordsMuted,
} from '@townsquare/contracts';
import { isDuplicate, isWithoutParent, type Transaction } from '@townsquare/kit';
import { isHidden } from '@townsquare/projections';
import type { EntityManager } from 'typeorm';
import { ALL_VISIBLE, type HiddenMarks, NO_FOLLOW, stepsBetween } from '../domain/follow-numbers.js';
import { readMarks, writeMarks } from './follows.js';

/** One of two people has no profile here yet. */
export class UnknownPerson extends Error {}

/**
 * One person's side of the graph: whom they follow, ask to follow, block and mute. It is taken for one transaction, which
 * locks the row of the owner's profile, so changes of one owner run one after another and each event gets the next graph
 * version. No row of another person is changed; the foreign key to the other's profile takes a shared lock on it. Two people who
 * follow each other at the same moment deadlock, and one of the two transactions is run again.
 *
 * Each method writes its row and publishes its event; it returns false when there was nothing to do, and throws
 * `UnknownPerson` when the other has no profile. The caller ends with `keep`.
 */
export class OwnGraph {
  #version: number;

  private constructor(
    private readonly tx: Transaction,
    readonly ownerId: string,
    readonly account: { gone: boolean; status: ProfileStatus },
    /** The time of the changes, by the database's clock. */
    readonly now: Date,
    version: number,
  ) {
    this.#version = version;
  }

  /** The graph of this person, locked until the transaction ends; undefined when their profile is not here. */
  static async take(tx: Transaction, ownerId: string): Promise<OwnGraph | undefined> {
    const [row] = await tx.manager.query(
      `SELECT status, deleted_at IS NOT NULL AS gone, graph_version AS version, UTC_TIMESTAMP(3) AS now
       FROM profiles WHERE user_id = ? FOR UPDATE`,
      [ownerId],
    );
    if (!row) return undefined;
    const account = { gone: Number(row.gone) === 1, status: row.status };
    return new OwnGraph(tx, ownerId, account, row.now, Number(row.version));
  }

  /**
   * `accepted` says that the other accepted a request. Between two people there is a follow or a request, never both. The
   * caller then checks that the other is visible, as the follow is marked.
   */
  async follow(followingId: string, accepted: boolean): Promise<boolean> {
    const marks = { ...ALL_VISIBLE, followerHidden: isHidden(this.account) };
    const columns = 'follower_id, following_id, created_at, accepted, follower_hidden';
    const values = [this.ownerId, followingId, this.now, accepted ? 1 : 0, marks.followerHidden ? 1 : 0];
    if (!(await this.#insert(`INSERT INTO follows (${columns}) VALUES (?, ?, ?, ?, ?)`, values))) return false;
    const adds = stepsBetween(NO_FOLLOW, marks);
    this.#publish(userFollowed, { followerId: this.ownerId, followingId, at: this.#at, accepted, adds });
    return true;
  }

  async endFollow(followingId: string): Promise<boolean> {
    const marks = await readMarks(this.tx.manager, this.ownerId, followingId);
    if (!marks) return false;
    await this.#delete('follows WHERE follower_id = ? AND following_id = ?', followingId);
    const adds = stepsBetween(marks, NO_FOLLOW);
    this.#publish(userUnfollowed, { followerId: this.ownerId, followingId, at: this.#at, adds });
    return true;
  }

  /** Marks which of the two accounts of a follow are hidden. */
  async markFollow(followingId: string, marks: HiddenMarks): Promise<boolean> {
    const before = await readMarks(this.tx.manager, this.ownerId, followingId);
    if (!before || isDeepStrictEqual(before, marks)) return false;
    await writeMarks(this.tx.manager, this.ownerId, followingId, marks);
    const adds = stepsBetween(before, marks);
    this.#publish(followHidden, { followerId: this.ownerId, followingId, at: this.#at, adds });
    return true;
  }

  async request(targetId: string): Promise<boolean> {
    const sql = 'INSERT INTO follow_requests (requester_id, target_id, created_at) VALUES (?, ?, ?)';
    if (!(await this.#insert(sql, [this.ownerId, targetId, this.now]))) return false;
    this.#publish(followRequested, { requesterId: this.ownerId, targetId, at: this.#at });
    return true;
  }

  async endRequest(targetId: string, accepted: boolean): Promise<boolean> {
    if (!(await this.#delete('follow_requests WHERE requester_id = ? AND target_id = ?', targetId))) return false;
    this.#publish(followRequestEnded, { requesterId: this.ownerId, targetId, accepted, at: this.#at });
    return true;
  }

  async endFollowOrRequest(otherId: string): Promise<boolean> {
    return (await this.endFollow(otherId)) || (await this.endRequest(otherId, false));
  }

  async block(blockedId: string): Promise<boolean> {
    const sql = 'INSERT INTO blocks (blocker_id, blocked_id, created_at) VALUES (?, ?, ?)';
    if (!(await this.#insert(sql, [this.ownerId, blockedId, this.now]))) return false;
    this.#publish(userBlocked, { blockerId: this.ownerId, blockedId, at: this.#at });
    return true;
  }

  async endBlock(blockedId: string): Promise<boolean> {
    if (!(await this.#delete('blocks WHERE blocker_id = ? AND blocked_id = ?', blockedId))) return false;
    this.#publish(userUnblocked, { blockerId: this.ownerId, blockedId, at: this.#at });
    return true;
  }

  async mute(mutedId: string): Promise<boolean> {
    const sql = 'INSERT INTO mutes (muter_id, muted_id, created_at) VALUES (?, ?, ?)';
    if (!(await this.#insert(sql, [this.ownerId, mutedId, this.now]))) return false;
    this.#publish(userMuted, { muterId: this.ownerId, mutedId, at: this.#at });
    return true;
  }

  async endMute(mutedId: string): Promise<boolean> {
    if (!(await this.#delete('mutes WHERE muter_id = ? AND muted_id = ?', mutedId))) return false;
    this.#publish(userUnmuted, { muterId: this.ownerId, mutedId, at: this.#at });
    return true;
  }

  /** Keeps the other from being suggested to the owner. No other account can see it, so there is no event of it. */
  dismiss(dismissedId: string): Promise<boolean> {
    const sql = 'INSERT INTO dismissed_suggestions (user_id, dismissed_id, created_at) VALUES (?, ?, ?)';
    return this.#insert(sql, [this.ownerId, dismissedId, this.now]);
  }

  /** Replaces the muted words with these, each of which stands once in the list. */
  async muteWords(words: string[]): Promise<void> {
    const rows = words.map((word) => [this.ownerId, word]);
    await this.tx.manager.query('DELETE FROM muted_words WHERE user_id = ?', [this.ownerId]);
    if (rows.length > 0) await this.tx.manager.query('INSERT INTO muted_words (user_id, word) VALUES ?', [rows]);
    this.#publish(userWordsMuted, { userId: this.ownerId, words, at: this.#at });
  }

  /** Stores the version of the last event. */
  async keep(): Promise<void> {
    await this.tx.manager.query('UPDATE profiles SET graph_version = ? WHERE user_id = ?', [
      this.#version,
      this.ownerId,
    ]);
  }

  get #at(): string {
    return this.now.toISOString();
  }

  #publish<Data>(event: EventDefinition<Data>, data: Data): void {
    this.#version += 1;
    this.tx.publish(event, { id: this.ownerId, version: this.#version }, data);
  }

  /** Inserts a row; false when it exists already. */
  async #insert(sql: string, values: unknown[]): Promise<boolean> {
    try {
      await this.tx.manager.query(sql, values);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw isWithoutParent(error) ? new UnknownPerson() : error;
    }
  }

  /** Deletes the row from the owner to the other; false when there is none. */
  async #delete(rows: string, otherId: string): Promise<boolean> {
    const { affectedRows } = await this.tx.manager.query(`DELETE FROM ${rows}`, [this.ownerId, otherId]);
    return affectedRows > 0;
  }
}

/** The words that a person has muted, sorted. */
export async function readMutedWords(manager: EntityManager, userId: string): Promise<string[]> {
  const rows: { word: string }[] = await manager.query('SELECT word FROM muted_words WHERE user_id = ?', [userId]);
  return rows.map(({ word }) => word).sort();
}
