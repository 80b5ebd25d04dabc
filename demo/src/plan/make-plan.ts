import { friendsOf, type Network } from '../network/network.js';
import { Random } from '../random.js';
import { planPeople } from './people.js';
import type { Plan, PlanSizes } from './plan.js';
import { planPosts } from './posts.js';
import { audienceOf, planComments, planReactions } from './responses.js';

/** Decides everything that the demo does. The same network, seed and sizes give the same plan. */
export function makePlan(network: Network, seed: string, sizes: PlanSizes): Plan {
  const origin = `${network.description}/${JSON.stringify(sizes)}`;
  const random = new Random(`${seed}/${origin}`);
  const people = planPeople(network.size, seed, origin);
  const friends = friendsOf(network);
  const posts = planPosts(random.fork('posts'), people, friends, Math.round(sizes.posts * network.size));
  posts.slice(0, sizes.images).forEach((post, number) => {
    post.image = number;
  });
  const audience = audienceOf(random.fork('audience'), posts, friends);
  const wanted = (each: number) => Math.round(each * network.size);
  const comments = audience ? planComments(random.fork('comments'), audience, wanted(sizes.comments)) : [];
  const reactions = audience
    ? planReactions(random.fork('reactions'), audience, comments, wanted(sizes.reactions))
    : [];
  return { network, people, follows: bothWays(random.fork('follows'), network), posts, comments, reactions };
}

/** Each friendship as two follows, in no order that the network gives. */
function bothWays(random: Random, { edges }: Network): [number, number][] {
  return random.shuffled(
    edges.flatMap(([one, other]): [number, number][] => [
      [one, other],
      [other, one],
    ]),
  );
}
