import { sql } from './database.js';
import { eventually } from './eventually.js';
import { png } from './image.js';
import { LivePage } from './live.js';
import { type Answer, type Json, Person } from './person.js';
import type { Relation } from './visibility-table.js';

/** Words and hashtags that nothing else in the town has. Hashtags in equal use are in the order of the alphabet. */
const RUN = `aa${Date.now()
  .toString(36)
  .replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)}`;

/** A post with all that may hang on it, made by its author alone: whoever sees the one sees the other. */
export interface Piece {
  author: Author;
  isPrivate: boolean;
  postId: string;
  commentId: string;
  replyId: string;
  /** Where its image is, behind `/api/v1`. */
  imagePath: string;
  /** A word that all pieces share. */
  word: string;
  /** A hashtag that it alone has. */
  tag: string;
}

/** Somebody whose posts others try to see. */
export interface Author {
  person: Person;
  /** All posts are for followers alone. */
  isPrivate: boolean;
  pieces: Piece[];
}

/** Somebody who tries to see them. Who is signed out has no open page. */
export interface Reader {
  person: Person;
  page: LivePage | undefined;
}

/** The author, and people in every relation to them. Blocks and the mute come later, so that something has been seen. */
export class Scene {
  readonly authors: Author[] = [];

  private constructor(
    readonly author: Author,
    readonly readers: Record<Relation, Reader>,
    readonly admin: Person,
  ) {
    this.authors.push(author);
  }

  static async open(): Promise<Scene> {
    const followers = ['follower', 'blocked', 'blocking', 'muting', 'mutingWord'] as const;
    const names = ['author', 'stranger', 'moderator', 'admin', ...followers] as const;
    const people = await Promise.all(names.map((name) => Person.join(name)));
    const person = Object.fromEntries(names.map((name, place) => [name, people[place]!])) as Record<string, Person>;
    const [moderator, admin] = [await granted(person.moderator!, 'moderator'), await granted(person.admin!, 'admin')];
    const readers = {
      self: await reading(person.author!),
      follower: await reading(person.follower!),
      stranger: await reading(person.stranger!),
      blocked: await reading(person.blocked!),
      blocking: await reading(person.blocking!),
      muting: await reading(person.muting!),
      mutingWord: await reading(person.mutingWord!),
      moderator: await reading(moderator),
      signedOut: { person: Person.stranger, page: undefined },
    };
    const scene = new Scene({ person: person.author!, isPrivate: false, pieces: [] }, readers, admin);
    for (const relation of followers) await scene.#relate(relation, 'follow');
    return scene;
  }

  /** Another author, whom the same person follows, and who is a stranger to the others. */
  async another(name: string): Promise<Author> {
    const author = { person: await Person.join(name), isPrivate: false, pieces: [] };
    this.authors.push(author);
    await done(this.readers.follower.person.put(`/users/${author.person.userId}/follow`));
    return author;
  }

  /**
   * The author blocks one reader, another blocks the author, a third mutes them, and a fourth a word of theirs. What
   * notification had told stays, so nothing that it shows says whether it has heard of the mutes.
   */
  async fallOut(): Promise<void> {
    await done(this.author.person.put(`/users/${this.readers.blocked.person.userId}/block`));
    await this.#relate('blocking', 'block');
    await this.#relate('muting', 'mute');
    await done(this.readers.mutingWord.person.put('/mutes/words', { words: [RUN] }));
    const heard = `SELECT muter_id FROM notification.known_mutes WHERE muter_id = ?
      UNION ALL SELECT user_id FROM notification.known_muted_words WHERE user_id = ?`;
    await eventually(
      () => sql(heard, [this.readers.muting.person.userId, this.readers.mutingWord.person.userId]),
      (rows) => rows.length === 2,
      'notification has heard of the mutes',
    );
  }

  /** Those who have muted the author, or a word, end that. */
  async unmute(): Promise<void> {
    await done(this.readers.muting.person.delete(`/users/${this.author.person.userId}/mute`));
    await done(this.readers.mutingWord.person.put('/mutes/words', { words: [] }));
  }

  /** An author's account turns private, or public again. */
  async turn(author: Author, isPrivate: boolean): Promise<void> {
    await done(author.person.patch('/profiles/me', { isPrivate }));
    author.isPrivate = isPrivate;
  }

  /** A reader asks to follow an author whose account is private; a request is no follow. */
  async ask(relation: Relation, author: Author): Promise<void> {
    const { status } = await this.readers[relation].person.put(`/users/${author.person.userId}/follow`);
    if (status !== 202) throw new Error(`A follow of a private account was answered ${status}.`);
  }

  /** The author lets a reader who has asked follow. */
  async accept(author: Author, relation: Relation): Promise<void> {
    await done(author.person.put(`/follow-requests/${this.readers[relation].person.userId}`));
  }

  /** Writes a post that names every reader, with an image, a comment that names them too, a reply, and reactions. */
  async write(author: Author, isPrivate: boolean): Promise<Piece> {
    const { person, pieces } = author;
    const tag = `${RUN}${'abcdefgh'[this.authors.indexOf(author)]}${'abcdefgh'[pieces.length]}`;
    const named = Object.values(this.readers).flatMap((reader) => (reader.page ? [`@${reader.person.username}`] : []));
    const media = await done(person.upload('POST', '/media', png()));
    const content = `${RUN} #${tag} ${named.join(' ')}`;
    const post = await done(person.post('/posts', { content, isPrivate, mediaId: media.id }));
    const comments = `/posts/${post.id}/comments`;
    const first = `${RUN} first ${named.join(' ')}`;
    const comment = await soon(() => person.post(comments, { content: first }));
    const reply = await done(person.post(comments, { content: 'Second', parentCommentId: comment.id }));
    for (const target of [`/posts/${post.id}`, `/comments/${comment.id}`]) {
      await soon(() => person.put(`${target}/reactions`, { type: 'like' }));
    }
    const imagePath = post.media.url.replace('/api/v1', '');
    const ids = { postId: post.id, commentId: comment.id, replyId: reply.id };
    const piece = { author, isPrivate, ...ids, imagePath, word: RUN, tag };
    pieces.push(piece);
    return piece;
  }

  /** A guest follows an author and is followed back, and comments, replies and reacts under a piece, once each. */
  async join(guest: Author, { author, postId, commentId }: Piece): Promise<void> {
    const { person } = guest;
    await done(person.put(`/users/${author.person.userId}/follow`));
    await done(author.person.put(`/users/${person.userId}/follow`));
    await soon(() => person.post(`/posts/${postId}/comments`, { content: RUN }));
    await done(person.post(`/posts/${postId}/comments`, { content: RUN, parentCommentId: commentId }));
    for (const target of [`/posts/${postId}`, `/comments/${commentId}`]) {
      await soon(() => person.put(`${target}/reactions`, { type: 'love' }));
    }
  }

  close(): void {
    for (const { page } of Object.values(this.readers)) page?.close();
  }

  async #relate(relation: Relation, how: 'follow' | 'block' | 'mute'): Promise<void> {
    await done(this.readers[relation].person.put(`/users/${this.author.person.userId}/${how}`));
  }
}

const reading = async (person: Person): Promise<Reader> => ({ person, page: await LivePage.open(person) });

async function granted(person: Person, role: 'moderator' | 'admin'): Promise<Person> {
  const grant = 'INSERT INTO auth.user_roles (user_id, role_id) SELECT ?, id FROM auth.roles WHERE name = ?';
  await sql(grant, [person.userId, role]);
  return person.logInAgain();
}

/** What was answered; throws when it was refused. */
async function done(asked: Promise<Answer>): Promise<Json> {
  const { status, body } = await asked;
  if (status >= 300) throw new Error(`The scene could not be set: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** The same of what a service can do only once it has heard of something. */
async function soon(ask: () => Promise<Answer>): Promise<Json> {
  return (await eventually(ask, ({ status }) => status < 300, 'the scene is set')).body;
}
