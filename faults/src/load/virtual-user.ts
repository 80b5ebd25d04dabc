import { REACTION_TYPES } from '@townsquare/contracts';
import type { Random } from '@townsquare/demo/random';
import { writePost } from '@townsquare/demo/text';
import { isDone } from '../history/writes.js';
import type { RetryingClient } from './retrying-client.js';
import { type KnownComment, type KnownPost, pickIf, type SharedContent } from './shared-content.js';

const PRIVATE_POSTS = 0.1;
const MENTIONING_POSTS = 0.1;
const ON_A_COMMENT = 0.3;

type Action = (user: VirtualUser) => Promise<void>;

/** What users do, and how often. */
const ACTIONS: readonly (readonly [number, Action])[] = [
  [20, (one) => one.createPost()],
  [6, (one) => one.editPost()],
  [4, (one) => one.deletePost()],
  [20, (one) => one.comment()],
  [8, (one) => one.reply()],
  [4, (one) => one.editComment()],
  [4, (one) => one.deleteComment()],
  [20, (one) => one.react()],
  [6, (one) => one.withdraw()],
  [8, (one) => one.changeFollow()],
];
const ALL_WEIGHTS = ACTIONS.reduce((sum, [weight]) => sum + weight, 0);

/**
 * A user who chooses by chance what to write next. Only its author changes a thing, one write after another, so that the
 * history tells in which state it must be. A thing whose write has an unknown outcome is not written again.
 */
export class VirtualUser {
  readonly #friends = new Set<string>();
  /** Whom one may begin or cease to follow at any time, and whether one does. */
  readonly #acquaintances = new Map<string, boolean>();
  readonly #posts = new Map<string, KnownPost>();
  readonly #comments = new Map<string, KnownComment>();
  readonly #reactions = new Set<string>();

  constructor(
    readonly client: RetryingClient,
    private readonly random: Random,
    private readonly shared: SharedContent,
  ) {}

  get name(): string {
    return this.client.name;
  }

  /** A word that stands in each post of this person, and in no other. */
  get hashtag(): string {
    return `of_${this.name}`;
  }

  /** Follows somebody for good: they comment on each other's private posts, which takes that nobody leaves. */
  async befriend(other: VirtualUser): Promise<void> {
    if (await this.#put('follow', followPath(other.client.userId))) this.#friends.add(other.name);
  }

  meet(other: VirtualUser): void {
    if (!this.#friends.has(other.name)) this.#acquaintances.set(other.client.userId, false);
  }

  async act(): Promise<void> {
    let point = this.random.next() * ALL_WEIGHTS;
    const action = ACTIONS.find(([weight]) => {
      point -= weight;
      return point < 0;
    })!;
    await action[1](this);
  }

  async createPost(): Promise<void> {
    const isPrivate = this.random.chance(PRIVATE_POSTS);
    const friend =
      !isPrivate && this.random.chance(MENTIONING_POSTS) ? pickIf(this.random, [...this.#friends]) : undefined;
    const content = this.#text(friend ? [friend] : []);
    const body = { content, isPrivate };
    const reply = await this.client.write({ kind: 'createPost', method: 'POST', path: '/posts', body });
    if (!reply || !isDone(reply.status)) return;
    const post = { id: reply.answer.id as string, author: this.name, isPrivate };
    this.#posts.set(post.id, post);
    this.shared.addPost(post);
  }

  async editPost(): Promise<void> {
    const post = pickIf(this.random, [...this.#posts.values()]);
    if (!post) return this.createPost();
    const body = { content: this.#text([]) };
    const reply = await this.client.write({ kind: 'editPost', method: 'PATCH', path: `/posts/${post.id}`, body });
    if (!reply || !isDone(reply.status)) this.#posts.delete(post.id);
  }

  async deletePost(): Promise<void> {
    const post = pickIf(this.random, [...this.#posts.values()]);
    if (!post) return this.createPost();
    this.#posts.delete(post.id);
    this.shared.removePost(post.id);
    await this.client.write({ kind: 'deletePost', method: 'DELETE', path: `/posts/${post.id}` });
  }

  comment(): Promise<void> {
    const post = this.shared.somePost(this.random, this.#sees);
    return post ? this.#createComment(post, undefined) : this.createPost();
  }

  reply(): Promise<void> {
    const parent = this.shared.someComment(this.random, this.#sees);
    return parent ? this.#createComment(parent.post, parent.id) : this.comment();
  }

  async editComment(): Promise<void> {
    const comment = pickIf(this.random, [...this.#comments.values()]);
    if (!comment) return this.comment();
    const body = { content: this.#text([]) };
    const path = `/comments/${comment.id}`;
    const reply = await this.client.write({ kind: 'editComment', method: 'PATCH', path, body });
    if (!reply || !isDone(reply.status)) this.#comments.delete(comment.id);
  }

  async deleteComment(): Promise<void> {
    const comment = pickIf(this.random, [...this.#comments.values()]);
    if (!comment) return this.comment();
    this.#comments.delete(comment.id);
    this.shared.removeComment(comment.id);
    await this.client.write({ kind: 'deleteComment', method: 'DELETE', path: `/comments/${comment.id}` });
  }

  async react(): Promise<void> {
    const comment = this.random.chance(ON_A_COMMENT) ? this.shared.someComment(this.random, this.#sees) : undefined;
    const post = comment ? undefined : this.shared.somePost(this.random, this.#sees);
    if (!comment && !post) return this.createPost();
    const path = comment ? `/comments/${comment.id}/reactions` : `/posts/${post!.id}/reactions`;
    const body = { type: this.random.pick(REACTION_TYPES) };
    const reply = await this.client.write({ kind: 'react', method: 'PUT', path, body });
    if (reply && isDone(reply.status)) this.#reactions.add(path);
    else this.#reactions.delete(path);
  }

  async withdraw(): Promise<void> {
    const path = pickIf(this.random, [...this.#reactions]);
    if (!path) return this.react();
    this.#reactions.delete(path);
    await this.client.write({ kind: 'withdraw', method: 'DELETE', path });
  }

  async changeFollow(): Promise<void> {
    const acquaintance = pickIf(this.random, [...this.#acquaintances]);
    if (!acquaintance) return this.react();
    const [userId, follows] = acquaintance;
    const done = follows
      ? await this.#delete('unfollow', followPath(userId))
      : await this.#put('follow', followPath(userId));
    if (done) this.#acquaintances.set(userId, !follows);
    else this.#acquaintances.delete(userId);
  }

  async #createComment(post: KnownPost, parentCommentId: string | undefined): Promise<void> {
    const body = { content: this.#text([]), ...(parentCommentId ? { parentCommentId } : {}) };
    const path = `/posts/${post.id}/comments`;
    const reply = await this.client.write({ kind: 'createComment', method: 'POST', path, body });
    if (!reply || !isDone(reply.status)) return;
    const comment = { id: reply.answer.id as string, author: this.name, post };
    this.#comments.set(comment.id, comment);
    this.shared.addComment(comment);
  }

  readonly #sees = (post: KnownPost): boolean =>
    !post.isPrivate || post.author === this.name || this.#friends.has(post.author);

  async #put(kind: 'follow', path: string): Promise<boolean> {
    return isDone((await this.client.write({ kind, method: 'PUT', path }))?.status ?? null);
  }

  async #delete(kind: 'unfollow', path: string): Promise<boolean> {
    return isDone((await this.client.write({ kind, method: 'DELETE', path }))?.status ?? null);
  }

  /** A text that no other write of the load has, so that its effect can be told from theirs. */
  #text(mentions: string[]): string {
    const words = writePost(this.random, mentions).content.replaceAll('#', '');
    const mark = Array.from({ length: 12 }, () => LETTERS[this.random.below(LETTERS.length)]).join('');
    return `${words} ${mark} #${this.hashtag}`;
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

const followPath = (userId: string) => `/users/${userId}/follow`;
