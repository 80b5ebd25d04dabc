import { ApiError, type ProblemDetails, type Schemas } from '@townsquare/client';
import { accessToken } from '../../api/session';

/** The largest image that the API takes. */
export const MAX_IMAGE_BYTES = 8 * 1024 * 1024;

/** Uploads an image and says how far it is, from 0 to 1. `fetch` cannot say that, so this is an XMLHttpRequest. */
export async function uploadImage(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Schemas['Media']> {
  const token = await accessToken();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/media');
    request.responseType = 'json';
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onload = () => {
      if (request.status === 201) return resolve(request.response);
      const problem = (request.response ?? {}) as Partial<ProblemDetails>;
      reject(new ApiError(request.status, problem.code ?? 'internal', problem));
    };
    request.onerror = () => reject(new ApiError(0, 'unreachable'));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
