import type { Random } from '../random.js';
import {
  AFTERTHOUGHTS,
  BIOS,
  COMING_DAYS,
  DAYS,
  HOBBIES,
  MENTIONS,
  OPENERS,
  PLACES,
  REPLIES,
  TOPICS,
  type Topic,
  WHEN,
  WORK,
} from './topics.js';

/** A post's text, and what it is about, so that others can answer it. */
export interface WrittenPost {
  content: string;
  topic: Topic;
  thing: string;
  isQuestion: boolean;
  hashtags: string[];
}

const QUESTIONS = 0.25;
const WITH_OPENER = 0.2;
const WITH_DETAIL = 0.65;
const WITH_TAGS = 0.45;
const WITH_SECOND_TAG = 0.4;
const WITH_AFTERTHOUGHT = 0.3;

/** Writes a post, addressed to `mentions` (usernames). */
export function writePost(random: Random, mentions: string[]): WrittenPost {
  const topic = random.pick(TOPICS);
  const thing = random.pick(topic.things);
  const isQuestion = random.chance(QUESTIONS);
  const hashtags = random.chance(WITH_TAGS)
    ? random.shuffled(topic.tags).slice(0, random.chance(WITH_SECOND_TAG) ? 2 : 1)
    : [];
  const parts = [
    random.chance(WITH_OPENER) ? random.pick(OPENERS) : '',
    sentence(random, random.pick(isQuestion ? topic.questions : topic.statements), thing),
    random.chance(WITH_DETAIL) ? sentence(random, random.pick(topic.details), thing) : '',
    ...mentions.map((username) => random.pick(MENTIONS).replace('{friend}', `@${username}`)),
    ...hashtags.map((tag) => `#${tag}`),
  ];
  return { content: parts.filter(Boolean).join(' '), topic, thing, isQuestion, hashtags };
}

/** Writes a comment that fits the post. */
export function writeComment(random: Random, { topic, thing, isQuestion }: WrittenPost): string {
  const bank = isQuestion && random.chance(0.8) ? topic.answers : topic.comments;
  return withAfterthought(random, sentence(random, random.pick(bank), thing));
}

/** Writes an answer to a comment. */
export function writeReply(random: Random, post: WrittenPost): string {
  if (random.chance(0.3)) return writeComment(random, post);
  return withAfterthought(random, random.pick(REPLIES));
}

/** Writes what somebody says about themselves. */
export function writeBio(random: Random): string {
  return capitalized(
    random
      .pick(BIOS)
      .replace('{work}', random.pick(WORK))
      .replaceAll('{hobby}', random.pick(HOBBIES))
      .replace('{when}', random.pick(WHEN))
      .replace('{place}', random.pick(PLACES)),
  );
}

function withAfterthought(random: Random, text: string): string {
  if (!random.chance(WITH_AFTERTHOUGHT)) return text;
  const extra = random.pick(AFTERTHOUGHTS).replace('{day2}', random.pick(COMING_DAYS));
  return `${text} ${extra.replace('{place}', random.pick(PLACES))}`;
}

function sentence(random: Random, template: string, thing: string): string {
  return capitalized(
    template.replaceAll('{thing}', thing).replace('{place}', random.pick(PLACES)).replace('{day}', random.pick(DAYS)),
  );
}

function capitalized(text: string): string {
  return text
    .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
    .replace(/([.!?] )(\p{Ll})/gu, (_match, end, letter) => end + letter.toUpperCase());
}
