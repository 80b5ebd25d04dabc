import { groupBy } from '../../group-by.js';
import type { BuiltTown } from '../built-town.js';
import type { DemoUser } from '../demo-user.js';
import { type Outcome, runStage, type Stage } from '../run-stage.js';

interface CommentView {
  id: string;
  author: { userId: string } | null;
  content: string | null;
  replyCount: number;
}

/** Friends comment, and answer each other. Under one post one after another, for an answer needs what it answers. */
export async function buildComments(town: BuiltTown, stage: Stage): Promise<void> {
  const { plan, users, postIds, postsBefore, commentIds, commentsBefore } = town;
  const threads = groupBy(plan.comments.keys(), (index) => plan.comments[index]!.post);
  await runStage('comments', [...threads], plan.comments.length, stage, async ([post, indices]) => {
    const outcome: Outcome = { made: 0, found: 0 };
    const reader = users[plan.posts[post]!.author]!;
    const there = postsBefore.has(post) ? await readThread(reader, postIds[post]!) : new Map<string, string>();
    for (const index of indices) {
      const { author, content, parent } = plan.comments[index]!;
      const writer = users[author]!;
      const known = there.get(`${writer.userId} ${content}`);
      if (known) commentsBefore.add(index);
      outcome[known ? 'found' : 'made'] += 1;
      const json = { content, ...(parent === null ? {} : { parentCommentId: commentIds[parent]! }) };
      commentIds[index] = known ?? (await comment(writer, postIds[post]!, json));
    }
    return outcome;
  });
}

async function comment(writer: DemoUser, postId: string, json: object): Promise<string> {
  return (await writer.create<{ id: string }>(`/api/v1/posts/${postId}/comments`, { json })).id;
}

/** Every comment under a post, at any depth, by who wrote what. */
async function readThread(reader: DemoUser, postId: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const visit = async (path: string): Promise<void> => {
    for (const { id, author, content, replyCount } of await reader.list<CommentView>(path)) {
      if (author && content !== null) found.set(`${author.userId} ${content}`, id);
      if (replyCount > 0) await visit(`/api/v1/comments/${id}/replies`);
    }
  };
  await visit(`/api/v1/posts/${postId}/comments`);
  return found;
}
