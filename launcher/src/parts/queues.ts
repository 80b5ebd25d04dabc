import { type ChannelModel, connect } from 'amqplib';
import { callService } from '../operator.js';
import { databaseServices } from '../services.js';
import { waitFor } from '../system/wait.js';
import type { Town } from '../town.js';

/**
 * Waits until every subscription has its queue. RabbitMQ keeps an event for the queues that there are when it comes, and
 * for nobody else: in a new town, what is published before would be lost to those who subscribe a moment later.
 */
export async function awaitQueues(town: Town, url: string): Promise<void> {
  const connection = await connect(url);
  // A broker that goes away meanwhile is told by the next question.
  connection.on('error', () => undefined);
  try {
    for (const { id } of databaseServices()) {
      const subscriptions = await callService<{ topic: string }[]>(town, id, 'GET', '/dapr/subscribe');
      for (const { topic } of subscriptions) {
        const queue = `${id}-${topic}`;
        await waitFor(() => hasQueue(connection, queue), { what: `The queue ${queue} on RabbitMQ`, limitSeconds: 60 });
      }
    }
  } finally {
    await connection.close();
  }
}

/** To ask for a queue that is not there ends the channel. */
async function hasQueue(connection: ChannelModel, queue: string): Promise<boolean> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  try {
    await channel.checkQueue(queue);
  } catch {
    return false;
  }
  await channel.close();
  return true;
}
