import type { Response } from 'express';

/** An image in a response. Its bytes never change under its tag. */
export interface ServedImage {
  /** Differs from the tag of any other image that the same path has served. */
  tag: string;
  /** Whether everyone may see the image. If not, only the reader's own browser may cache it. */
  audience: 'public' | 'private';
  /** Reads the bytes; not called when the client has them already. */
  read(): Promise<Buffer>;
}

/**
 * Browsers keep an image for a year. Shared caches revalidate after five minutes (which costs a 304), because an image
 * that everyone may see can become private or be deleted.
 */
const CACHE_CONTROL = {
  public: 'public, max-age=31536000, s-maxage=300, immutable',
  private: 'private, max-age=31536000, immutable',
} as const;

/** Responds with an image (WebP), or with 304 when the client has it already. */
export async function sendImage(response: Response, { tag, audience, read }: ServedImage): Promise<void> {
  const etag = `"${tag}"`;
  response.set({ 'cache-control': CACHE_CONTROL[audience], etag, vary: 'Authorization' });
  if (matches(response.req.get('if-none-match'), etag)) {
    response.status(304).end();
    return;
  }
  const bytes = await read().catch((error) => {
    // The response is an error then, which must not be cached.
    for (const header of ['cache-control', 'etag', 'vary']) response.removeHeader(header);
    throw error;
  });
  response
    .status(200)
    .set({
      'content-type': 'image/webp',
      'content-disposition': 'inline',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    .send(bytes);
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((text) => text.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
