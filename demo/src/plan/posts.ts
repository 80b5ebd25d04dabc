import { type Random, WeightedChoice } from '../random.js';
import { writePost } from '../text/writer.js';
import type { PlannedPerson, PlannedPost } from './plan.js';

const PRIVATE = 0.08;
const WITH_MENTION = 0.15;
const WITH_SECOND_MENTION = 0.2;
/** How much some post more than others: the deviation of the logarithm of a person's share. */
const ACTIVITY_SPREAD = 0.7;
const ATTEMPTS = 20;

/** The posts of everybody, in the order in which they are made. */
export function planPosts(random: Random, people: PlannedPerson[], friends: number[][], count: number): PlannedPost[] {
  const authors = new WeightedChoice(people.map(() => Math.exp(ACTIVITY_SPREAD * random.normal())));
  const said = new Set<string>();
  const posts: PlannedPost[] = [];
  while (posts.length < count) {
    const author = authors.draw(random);
    const post = newPost(random, author, people, friends[author]!, said);
    if (post) posts.push(post);
  }
  return posts;
}

/** A text that the author has not posted yet; undefined when none came up. */
function newPost(
  random: Random,
  author: number,
  people: PlannedPerson[],
  friends: number[],
  said: Set<string>,
): PlannedPost | undefined {
  const mentions = pickMentions(random, friends);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const names = mentions.map((person) => people[person]!.username);
    const written = writePost(random, names);
    const key = `${author} ${written.content}`;
    if (said.has(key)) continue;
    said.add(key);
    return { ...written, author, mentions, isPrivate: random.chance(PRIVATE), image: null };
  }
  return undefined;
}

function pickMentions(random: Random, friends: number[]): number[] {
  if (friends.length === 0 || !random.chance(WITH_MENTION)) return [];
  const wanted = random.chance(WITH_SECOND_MENTION) ? 2 : 1;
  return random.shuffled(friends).slice(0, wanted);
}
