import pLimit from 'p-limit';
import { type ApiClient, pauseAfter } from '../load/api-client.js';
import type { Facts } from './facts.js';
import {
  about,
  type CommentSeen,
  commentTarget,
  type NotificationSeen,
  type PersonSeen,
  type PostSeen,
  postTarget,
  type ReactionSeen,
  type ThreadSeen,
  type TownSeen,
} from './seen.js';

const ATTEMPTS = 60;
const AT_ONCE = 8;
/** A search costs more than any other answer; a town that has just been started takes seconds for one. */
const SEARCHES_AT_ONCE = 2;

// biome-ignore lint/suspicious/noExplicitAny: answers are taken apart here, and nowhere else
type Json = any;

/** Reads the public state of a town through its API, signed in as the people of a history. */
export class Reader {
  readonly #tokens = new Map<string, string>();
  readonly #limit = pLimit(AT_ONCE);
  readonly #searchLimit = pLimit(SEARCHES_AT_ONCE);
  /** The targets that somebody reacted to, by the history: of no other is asked who did. */
  readonly #reactedTo: Set<string>;

  constructor(
    private readonly caller: ApiClient,
    private readonly facts: Facts,
  ) {
    this.#reactedTo = new Set([...facts.reactions.keys()].map((key) => key.split(' ')[1]!));
  }

  async readAll(): Promise<TownSeen> {
    this.#tokens.clear();
    const seen: TownSeen = { people: new Map(), threads: new Map() };
    await this.#each([...this.facts.people.keys()], (username) => this.readPerson(seen, username));
    const posts = [...seen.people.values()].flatMap(({ username, posts }) => posts.map(({ id }) => ({ id, username })));
    await this.#each(posts, ({ id, username }) => this.readThread(seen, username, id));
    return seen;
  }

  /** Reads some sections anew: `person <username>` and `post <id>`. */
  async readAgain(seen: TownSeen, sections: readonly string[]): Promise<void> {
    await this.#each(sections, async (section) => {
      const [kind, name = ''] = section.split(' ');
      if (kind === 'person') return this.readPerson(seen, name);
      const author = [...seen.people.values()].find(({ posts }) => posts.some(({ id }) => id === name));
      if (author) await this.readThread(seen, author.username, name);
      else seen.threads.delete(name);
    });
  }

  async readPerson(seen: TownSeen, username: string): Promise<void> {
    const account = await this.#logIn(username);
    if (!account) return;
    const { userId } = account;
    const get = (path: string) => this.#get(username, path);
    const list = (path: string) => this.#list(username, path);
    const tag = `of_${username}`;
    const person: PersonSeen = {
      username,
      userId,
      fullName: this.facts.people.get(username)!.fullName,
      posts: (await list(`/users/${userId}/posts`)).map(toPost),
      following: (await list(`/users/${userId}/following`)).map((other: Json) => other.userId),
      timeline: (await list('/feed')).map(toPost),
      notifications: (await list('/notifications?grouped=false')).map(toNotification),
      unread: (await get('/notifications/unread-count?grouped=false')).count,
      found: (await list(`/search?type=posts&q=${encodeURIComponent(`#${tag}`)}`)).map((item: Json) =>
        toPost(item.post),
      ),
      tagged: (await get(`/search?type=hashtags&q=${tag}`)).items.find((item: Json) => item.tag === tag)?.posts ?? 0,
      foundAsPerson: (await get(`/search?type=people&q=${username}`)).items.filter(
        (item: Json) => item.person.userId === userId,
      ).length,
      metrics: await get(`/users/${userId}/metrics`),
      profile: await get('/profiles/me'),
    };
    seen.people.set(username, person);
  }

  /** The discussion of a post, as its author sees it. */
  async readThread(seen: TownSeen, author: string, postId: string): Promise<void> {
    const comments = await this.#commentsAt(author, `/posts/${postId}/comments`);
    const targets = [postTarget(postId), ...comments.map(({ id }) => commentTarget(id))];
    const reactions: ThreadSeen['reactions'] = new Map();
    for (const target of targets.filter((path) => this.#reactedTo.has(path))) {
      reactions.set(target, (await this.#list(author, `${target}/people`)).map(toReaction));
    }
    const counts = await this.#get(author, `/posts/${postId}/metrics`);
    seen.threads.set(postId, { comments, reactions, counts });
  }

  /** The comments of a list with all that answer them. A deleted one that was answered is only a place for the answers. */
  async #commentsAt(reader: string, path: string): Promise<CommentSeen[]> {
    const found: CommentSeen[] = [];
    for (const comment of await this.#list(reader, path)) {
      if (!comment.deleted) found.push(toComment(comment));
      if (comment.replyCount > 0) found.push(...(await this.#commentsAt(reader, `/comments/${comment.id}/replies`)));
    }
    return found;
  }

  async #each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
    await Promise.all(items.map((item) => this.#limit(() => work(item))));
  }

  /** Signs in anew each time: tokens end, and a check may be long. Undefined for an account that there is not. */
  async #logIn(username: string): Promise<{ userId: string } | undefined> {
    const body = { login: username, password: this.facts.people.get(username)!.password };
    const reply = await this.#try({ method: 'POST', path: '/auth/login', body }, [200, 401]);
    if (reply.status === 401) return undefined;
    this.#tokens.set(username, reply.answer.accessToken);
    return { userId: reply.answer.userId };
  }

  async #list(reader: string, path: string): Promise<Json[]> {
    const items: Json[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = `limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
      const page: Json = await this.#get(reader, `${path}${path.includes('?') ? '&' : '?'}${query}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  async #get(reader: string, path: string): Promise<Json> {
    const ask = () => this.#try({ method: 'GET', path, token: this.#tokens.get(reader) }, [200, 404]);
    const reply = await (path.startsWith('/search') ? this.#searchLimit(ask) : ask());
    return reply.status === 404 ? { items: [], nextCursor: null } : reply.answer;
  }

  /** A town that has just been broken may stumble: it is asked again, some times. */
  async #try(call: Parameters<ApiClient['call']>[0], wanted: readonly number[]): Promise<Json> {
    for (let attempt = 1; ; attempt++) {
      const reply = await this.caller.call(call);
      if (wanted.includes(reply.status ?? 0)) return reply;
      if (attempt === ATTEMPTS) {
        throw new Error(`${call.method} ${call.path}: ${reply.status ?? reply.error} ${JSON.stringify(reply.answer)}`);
      }
      await pauseAfter(attempt);
    }
  }
}

const toPost = ({ id, author, content, isPrivate, mentions }: Json): PostSeen => ({
  id,
  authorId: author.userId,
  content,
  isPrivate,
  mentions: mentions.map((mention: Json) => mention.userId),
});

const toComment = ({ id, postId, author, parentCommentId, content }: Json): CommentSeen => ({
  id,
  postId,
  authorId: author?.userId ?? '',
  parentId: parentCommentId,
  content,
});

const toNotification = ({ kind, actor, target, message }: Json): NotificationSeen => ({
  kind,
  actorId: actor?.userId ?? '',
  target: about(target.type, target.id),
  message,
});

const toReaction = ({ person, type }: Json): ReactionSeen => ({ userId: person.userId, type });
