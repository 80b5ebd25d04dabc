import { notFound } from '@townsquare/kit';
import type { Blocks } from './blocks.js';
import type { Owners } from './owners.js';
import type { People } from './people.js';
import type { KnownPost, Posts } from './posts.js';
import { mayMeet, maySee, needsFollow, type PostFacts } from './visibility-rule.js';

/** Where a comment stands, and who wrote it; a tombstone has no author. */
export interface PlacedComment {
  postId: string;
  authorId: string | null;
}

/** Applies the rule of who may see what, with what a service knows of posts, people and blocks. */
export class Visibility {
  constructor(
    private readonly people: Pick<People, 'find'>,
    private readonly blocks: Pick<Blocks, 'between'>,
    private readonly owners: Pick<Owners, 'follows'>,
  ) {}

  /** Those of the posts that the reader may see, in the same order. `null` is a reader who is signed out. */
  async visible<Post extends Pick<KnownPost, 'authorId' | 'isPrivate'>>(
    readerId: string | null,
    posts: Post[],
  ): Promise<Post[]> {
    const authors = new Set(posts.map((post) => post.authorId));
    const [people, blocked] = await Promise.all([this.people.find(authors), this.blocks.between(readerId, authors)]);
    const factsOf = ({ authorId, isPrivate }: Post) => ({ authorId, isPrivate, author: people.get(authorId) });
    const followed = await this.#followed(readerId, posts.map(factsOf));
    return posts.filter((post) => {
      const { authorId } = post;
      return maySee(readerId, factsOf(post), { blocked: blocked.has(authorId), follows: followed.has(authorId) });
    });
  }

  /**
   * Those of the comments whose authors the reader may meet, in the same order, for comments under posts that the reader may
   * see. A tombstone has no author, and keeps its place for every reader.
   */
  async visibleComments<Comment extends Pick<PlacedComment, 'authorId'>>(
    readerId: string | null,
    comments: Comment[],
  ): Promise<Comment[]> {
    const met = await this.met(
      readerId,
      comments.flatMap(({ authorId }) => authorId ?? []),
    );
    return comments.filter(({ authorId }) => authorId === null || met.has(authorId));
  }

  /** Those of the people who are there for the reader, whether or not their posts are. */
  async met(readerId: string | null, userIds: Iterable<string>): Promise<Set<string>> {
    const wanted = new Set(userIds);
    const [people, blocked] = await Promise.all([this.people.find(wanted), this.blocks.between(readerId, wanted)]);
    return new Set([...wanted].filter((id) => mayMeet(readerId, id, people.get(id), { blocked: blocked.has(id) })));
  }

  /** The owner of the follow graph is asked only when a post of somebody else that needs it is among them. */
  async #followed(readerId: string | null, posts: PostFacts[]): Promise<Set<string>> {
    const authors = posts
      .filter((post) => needsFollow(post) && post.authorId !== readerId)
      .map((post) => post.authorId);
    if (readerId === null || authors.length === 0) return new Set();
    return this.owners.follows(readerId, [...new Set(authors)]);
  }
}

/** The post, if it exists and the reader may see it; else throws the same `not_found` for both. */
export async function requireVisiblePost(
  visibility: Visibility,
  posts: Pick<Posts, 'find'>,
  readerId: string | null,
  postId: string,
): Promise<KnownPost> {
  const post = (await posts.find([postId])).get(postId);
  const [visible] = post ? await visibility.visible(readerId, [post]) : [];
  if (!visible) throw notFound('post');
  return visible;
}

/**
 * The comment, if the reader may see its post and meet its author; throws the same `not_found` for every other comment,
 * a missing one included.
 */
export async function requireVisibleComment<Comment extends PlacedComment>(
  visibility: Visibility,
  posts: Pick<Posts, 'find'>,
  readerId: string | null,
  comment: Comment | null | undefined,
): Promise<{ comment: Comment; post: KnownPost }> {
  const post = comment && (await posts.find([comment.postId])).get(comment.postId);
  if (!comment || !post) throw notFound('comment');
  const [visiblePosts, visibleComments] = await Promise.all([
    visibility.visible(readerId, [post]),
    visibility.visibleComments(readerId, [comment]),
  ]);
  if (visiblePosts.length === 0 || visibleComments.length === 0) throw notFound('comment');
  return { comment, post };
}
