/**
 * An outside program that hears of every public post. It knows nothing of Townsquare's code: the sidecar
 * beside it reads subscription.yaml and delivers each event as an HTTP request.
 */
import { createServer } from 'node:http';

const port = Number(process.env.PORT ?? 5005);

createServer(async (request, response) => {
  if (request.method !== 'POST' || request.url !== '/posts') {
    response.writeHead(404).end();
    return;
  }
  let body = '';
  for await (const chunk of request) body += chunk;
  const { id, data } = JSON.parse(body);
  // Events are delivered at least once: a program that must not act twice remembers the ids it has seen.
  if (!data.isPrivate) console.log(JSON.stringify({ event: id, postId: data.postId, content: data.content }));
  // Any 2xx answer takes the event; an error has it delivered again.
  response.writeHead(200).end();
}).listen(port, '127.0.0.1', () => console.log(`listening on ${port}`));
