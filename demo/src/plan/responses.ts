import { REACTION_TYPES, type ReactionType } from '@townsquare/contracts';
import { type Random, WeightedChoice } from '../random.js';
import { writeComment, writeReply } from '../text/writer.js';
import type { PlannedComment, PlannedPost, PlannedReaction } from './plan.js';

const REPLY = 0.3;
const BY_POST_AUTHOR = 0.5;
const TO_COMMENT = 0.15;
/** How often each kind of reaction is chosen; a kind that is not named here is rare. */
const REACTION_WEIGHTS: Partial<Record<ReactionType, number>> = { like: 55, love: 22, haha: 16, sad: 5 };
const RARE = 2;
/** Draws before a plan of this size counts as impossible, for each thing that is wanted. */
const ATTEMPTS = 50;

/** What a comment or reaction can be put under, and who may: the author's friends, who see private posts too. */
interface Audience {
  posts: PlannedPost[];
  friends: number[][];
  choice: WeightedChoice;
}

/** Posts are noticed in proportion to their author's friends, some far more than others. */
export function audienceOf(random: Random, posts: PlannedPost[], friends: number[][]): Audience | undefined {
  const weights = posts.map(({ author }) => friends[author]!.length * Math.exp(random.normal()));
  return weights.some((weight) => weight > 0) ? { posts, friends, choice: new WeightedChoice(weights) } : undefined;
}

/** Comments by friends, some of them replies: by the post's author, or by another friend. */
export function planComments(random: Random, { posts, friends, choice }: Audience, count: number): PlannedComment[] {
  const comments: PlannedComment[] = [];
  const underPost = new Map<number, number[]>();
  const said = new Set<string>();
  for (let attempt = 0; comments.length < count && attempt < count * ATTEMPTS; attempt++) {
    const post = choice.draw(random);
    const planned = posts[post]!;
    const earlier = underPost.get(post) ?? [];
    const parent = earlier.length > 0 && random.chance(REPLY) ? random.pick(earlier) : null;
    const byAuthor = parent !== null && random.chance(BY_POST_AUTHOR);
    const author = byAuthor ? planned.author : random.pick(friends[planned.author]!);
    if (parent !== null && comments[parent]!.author === author) continue;
    const content = parent === null ? writeComment(random, planned) : writeReply(random, planned);
    const key = `${post} ${author} ${content}`;
    if (said.has(key)) continue;
    said.add(key);
    underPost.set(post, [...earlier, comments.length]);
    comments.push({ post, author, parent, content });
  }
  return comments;
}

/** Reactions by friends of the post's author, most to posts, some to comments. */
export function planReactions(
  random: Random,
  { posts, friends, choice }: Audience,
  comments: PlannedComment[],
  count: number,
): PlannedReaction[] {
  const types = new WeightedChoice(REACTION_TYPES.map((type) => REACTION_WEIGHTS[type] ?? RARE));
  const reactions = new Map<string, PlannedReaction>();
  for (let attempt = 0; reactions.size < count && attempt < count * ATTEMPTS; attempt++) {
    const comment = comments.length > 0 && random.chance(TO_COMMENT) ? random.below(comments.length) : null;
    const post = comment === null ? choice.draw(random) : comments[comment]!.post;
    const author = random.pick(friends[posts[post]!.author]!);
    const target = comment === null ? { post } : { comment };
    const type: ReactionType = REACTION_TYPES[types.draw(random)]!;
    const key = `${author} ${JSON.stringify(target)}`;
    if (!reactions.has(key)) reactions.set(key, { author, target, type });
  }
  return [...reactions.values()];
}
