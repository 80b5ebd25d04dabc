import { createHash } from 'node:crypto';
import { MAX_IMAGE_BYTES } from '@townsquare/contracts';
import { AppError, invalidField } from '@townsquare/kit';
import type { Request, RequestHandler } from 'express';
import multer from 'multer';
import { z } from 'zod';
import { IMAGE_TYPES, MAX_FRAMES, MAX_PIXELS } from './process-image.js';

/** The form of an upload, for a route's `body`. Once it is parsed, `file` is the digest of the bytes. */
export const ImageForm = z.strictObject({
  file: z.string().meta({
    format: 'binary',
    description: `A ${IMAGE_TYPES} file of at most ${MAX_IMAGE_BYTES / 1024 / 1024} MiB. An animated GIF, WebP or PNG stays animated, with at most ${MAX_FRAMES} frames. At most ${MAX_PIXELS / 1e6} million pixels, all frames together.`,
  }),
});

/**
 * Parses `multipart/form-data` with one image in `field` and nothing else, into memory; for a route's `before`. The
 * digest of the bytes becomes the request's body, so that an `Idempotency-Key` tells one file from another.
 */
export function imageUpload(field: string, maxBytes = MAX_IMAGE_BYTES): RequestHandler {
  const limits = { fileSize: maxBytes, files: 1, fields: 0, parts: 1, fieldNameSize: 100, headerPairs: 50 };
  const parse = multer({ storage: multer.memoryStorage(), limits }).single(field);
  return (request, response, next) => {
    if (!request.is('multipart/form-data')) {
      throw new AppError('unsupported_media_type', 'The image must be sent as multipart/form-data.');
    }
    parse(request, response, (error: unknown) => {
      if (error) return next(asAppError(error, field, maxBytes));
      if (!request.file) return next(invalidField(field, 'is required, as a file'));
      request.body = { [field]: createHash('sha256').update(request.file.buffer).digest('hex') };
      next();
    });
  };
}

/** The bytes that `imageUpload` took from the request. */
export function uploadedBytes(request: Request): Buffer {
  if (!request.file) throw new Error('This route has no imageUpload among its `before` handlers.');
  return request.file.buffer;
}

function asAppError(error: unknown, field: string, maxBytes: number): unknown {
  if (!(error instanceof multer.MulterError)) {
    // The form parser throws plain errors about bodies that are broken or end early.
    return new AppError('invalid_request', 'The body is not a complete multipart form.');
  }
  switch (error.code) {
    case 'LIMIT_FILE_SIZE':
      return new AppError('too_large', `${field}: must be at most ${maxBytes} bytes.`);
    case 'LIMIT_UNEXPECTED_FILE':
      return error.field === field
        ? invalidField(field, 'only one file can be sent')
        : invalidField(error.field ?? field, 'is not a known field');
    case 'LIMIT_FIELD_COUNT':
    case 'LIMIT_PART_COUNT':
    case 'LIMIT_FILE_COUNT':
      return invalidField(field, 'must be a file, and the only part of the form');
    default:
      return new AppError('invalid_request', `The form could not be read: ${error.message}.`);
  }
}
