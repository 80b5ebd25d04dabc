import type { Random } from '@townsquare/demo/random';

export interface KnownPost {
  id: string;
  author: string;
  isPrivate: boolean;
}

export interface KnownComment {
  id: string;
  author: string;
  post: KnownPost;
}

/** What can be seen around: the latest posts and comments, for others to answer and react to. */
export class SharedContent {
  #posts: KnownPost[] = [];
  #comments: KnownComment[] = [];

  addPost(post: KnownPost): void {
    this.#posts = [...this.#posts.slice(1 - LATEST), post];
  }

  removePost(id: string): void {
    this.#posts = this.#posts.filter((post) => post.id !== id);
    this.#comments = this.#comments.filter(({ post }) => post.id !== id);
  }

  addComment(comment: KnownComment): void {
    this.#comments = [...this.#comments.slice(1 - LATEST), comment];
  }

  removeComment(id: string): void {
    this.#comments = this.#comments.filter((comment) => comment.id !== id);
  }

  /** One of the latest posts that the reader may see, if there is any. */
  somePost(random: Random, sees: (post: KnownPost) => boolean): KnownPost | undefined {
    return pickIf(random, this.#posts.filter(sees));
  }

  someComment(random: Random, sees: (post: KnownPost) => boolean): KnownComment | undefined {
    return pickIf(
      random,
      this.#comments.filter(({ post }) => sees(post)),
    );
  }
}

/** How many of each are remembered: what is older is left alone, as people do. */
const LATEST = 200;

/** One of the items, or undefined where there is none. */
export function pickIf<T>(random: Random, items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : random.pick(items);
}
