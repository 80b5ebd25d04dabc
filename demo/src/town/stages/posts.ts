import type { PlannedPost } from '../../plan/plan.js';
import type { BuiltTown } from '../built-town.js';
import type { DemoUser } from '../demo-user.js';
import { drawLandscape } from '../images.js';
import { FOUND, MADE, runStage, type Stage } from '../run-stage.js';

/** Everybody posts. The posts that are there are known by their text. */
export async function buildPosts(town: BuiltTown, stage: Stage): Promise<void> {
  const { plan, users, knownBefore, postIds, postsBefore } = town;
  const earlier = new Map<number, Promise<Map<string, string>>>();
  const earlierPosts = (author: number): Promise<Map<string, string>> => {
    const known = earlier.get(author) ?? (knownBefore.has(author) ? listPosts(users[author]!) : noPosts());
    earlier.set(author, known);
    return known;
  };
  await runStage('posts', plan.posts, plan.posts.length, stage, async (post, index) => {
    const there = (await earlierPosts(post.author)).get(post.content);
    if (there) postsBefore.add(index);
    postIds[index] = there ?? (await publish(users[post.author]!, post));
    return there ? FOUND : MADE;
  });
}

const noPosts = async () => new Map<string, string>();

async function listPosts(author: DemoUser): Promise<Map<string, string>> {
  const posts = await author.list<{ id: string; content: string }>(`/api/v1/users/${author.userId}/posts`);
  return new Map(posts.map((post) => [post.content, post.id]));
}

async function publish(author: DemoUser, { content, isPrivate, image }: PlannedPost): Promise<string> {
  const media =
    image === null ? undefined : await author.create<{ id: string }>('/api/v1/media', { file: drawLandscape(image) });
  const json = { content, isPrivate, ...(media ? { mediaId: media.id } : {}) };
  return (await author.create<{ id: string }>('/api/v1/posts', { json })).id;
}
