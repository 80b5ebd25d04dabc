import {
  type CommentSeen,
  commentTarget,
  type PersonSeen,
  type PostSeen,
  postTarget,
  type ReactionSeen,
  type TownSeen,
} from './seen.js';

/** What the owners have, arranged for the questions that follow from it. */
export class Owned {
  readonly people: PersonSeen[];
  readonly posts = new Map<string, PostSeen>();
  readonly comments = new Map<string, CommentSeen>();
  readonly #byId = new Map<string, PersonSeen>();

  constructor(private readonly seen: TownSeen) {
    this.people = [...seen.people.values()];
    for (const person of this.people) {
      this.#byId.set(person.userId, person);
      for (const post of person.posts) this.posts.set(post.id, post);
    }
    for (const thread of seen.threads.values()) {
      for (const comment of thread.comments) this.comments.set(comment.id, comment);
    }
  }

  person(userId: string): PersonSeen | undefined {
    return this.#byId.get(userId);
  }

  named(username: string): PersonSeen | undefined {
    return this.seen.people.get(username);
  }

  followersOf(userId: string): PersonSeen[] {
    return this.people.filter(({ following }) => following.includes(userId));
  }

  commentsUnder(postId: string): CommentSeen[] {
    return this.seen.threads.get(postId)?.comments ?? [];
  }

  reactionsTo(post: PostSeen): ReactionSeen[] {
    return this.seen.threads.get(post.id)?.reactions.get(postTarget(post.id)) ?? [];
  }

  reactionsToComment(comment: CommentSeen): ReactionSeen[] {
    return this.seen.threads.get(comment.postId)?.reactions.get(commentTarget(comment.id)) ?? [];
  }
}

/** A post as one line: where it is shown, it must be shown as its owner has it. */
export function asLine({ authorId, content, isPrivate }: PostSeen): string {
  return `${isPrivate ? 'private' : 'public'} by ${authorId}: ${content}`;
}

export const byId = (posts: readonly PostSeen[]): Map<string, string> =>
  new Map(posts.map((post) => [`post ${post.id}`, asLine(post)]));

export const listed = (posts: readonly PostSeen[]): [string, string][] =>
  posts.map((post) => [`post ${post.id}`, asLine(post)]);
