import { eventually } from './eventually.js';
import { png } from './image.js';
import { type Answer, type Json, Person } from './person.js';

/** What stands for the parameters of a path. */
export type Ids = Record<string, string>;

/** Makes something for an answer's sake; throws when it is refused. */
async function made(asked: Promise<Answer>): Promise<Json> {
  const { status, body } = await asked;
  if (status >= 300) throw new Error(`A test could not make what it needs: ${status} ${JSON.stringify(body)}`);
  return body;
}

export async function post(owner: Person, isPrivate = false): Promise<Ids> {
  return { postId: (await made(owner.post('/posts', { content: 'Fresh bread', isPrivate }))).id };
}

/** A comment by the post's author. */
export async function comment(owner: Person, isPrivate = false): Promise<Ids> {
  const { postId } = await post(owner, isPrivate);
  return { postId: postId!, commentId: (await made(owner.post(`/posts/${postId}/comments`, { content: 'Warm' }))).id };
}

export async function reactedPost(owner: Person): Promise<Ids> {
  const ids = await post(owner);
  await made(owner.put(`/posts/${ids.postId}/reactions`, { type: 'like' }));
  return ids;
}

export async function reactedComment(owner: Person): Promise<Ids> {
  const ids = await comment(owner);
  await made(owner.put(`/comments/${ids.commentId}/reactions`, { type: 'like' }));
  return ids;
}

/** An image that no post has, which is its uploader's alone. */
export async function image(owner: Person): Promise<Ids> {
  return { mediaId: (await made(owner.upload('POST', '/media', png()))).id, variant: 'full' };
}

/** The owner's report of what somebody else wrote. */
export async function report(owner: Person): Promise<Ids> {
  const { postId } = await post(await Person.join('reported'));
  const body = { target: { type: 'post', id: postId }, reason: 'spam' };
  return { reportId: (await made(owner.post('/reports', body))).id };
}

/** Another session of the owner than the one that they use. */
export async function session(owner: Person): Promise<Ids> {
  const current = (await made(owner.get('/auth/sessions'))).items.map(({ id }: Json) => id);
  await owner.logInAgain();
  const { items } = await made(owner.get('/auth/sessions'));
  return { sessionId: items.find(({ id }: Json) => !current.includes(id)).id };
}

/** A notification that somebody caused, once it has come. */
export async function notification(owner: Person, actor: Person): Promise<Ids> {
  await made(actor.put(`/users/${owner.userId}/follow`));
  const { body } = await eventually(
    () => owner.get('/notifications?grouped=false'),
    (answer) => answer.body.items.some((one: Json) => one.actor?.userId === actor.userId),
    'a notification of a follower',
  );
  return { notificationId: body.items.find((one: Json) => one.actor?.userId === actor.userId).id };
}

/** Somebody whom the owner follows, has blocked or has muted. */
export async function related(owner: Person, other: Person, relation: 'follow' | 'block' | 'mute'): Promise<Ids> {
  await made(owner.put(`/users/${other.userId}/${relation}`));
  return { userId: other.userId };
}

/** Somebody whom a friend of the owner follows, and whom the owner has dismissed as a suggestion. */
export async function dismissed(owner: Person): Promise<Ids> {
  const [friend, other] = [await Person.join('friend'), await Person.join('other')];
  await made(friend.put(`/users/${other.userId}/follow`));
  await made(owner.put(`/users/${friend.userId}/follow`));
  await made(owner.delete(`/suggestions/people/${other.userId}`));
  return { userId: other.userId };
}

/** Whether somebody is suggested to the owner. */
export async function whetherSuggested(owner: Person, { userId }: Ids): Promise<Answer> {
  const answer = await owner.get('/suggestions/people?limit=50');
  return { ...answer, body: answer.body.items.some((person: Json) => person.userId === userId) };
}

/** Oneself, once one follows somebody else. */
export async function follower(owner: Person): Promise<Ids> {
  await related(owner, await Person.join('other'), 'follow');
  return { userId: owner.userId };
}

/** Oneself, once one has asked to follow somebody else. */
export async function request(owner: Person): Promise<Ids> {
  const other = await Person.join('other');
  await made(other.patch('/profiles/me', { isPrivate: true }));
  await made(owner.put(`/users/${other.userId}/follow`));
  return { userId: owner.userId };
}

/** Oneself, once the other is blocked by one. */
export async function blocker(owner: Person, other: Person): Promise<Ids> {
  await made(owner.put(`/users/${other.userId}/block`));
  return { userId: owner.userId };
}
