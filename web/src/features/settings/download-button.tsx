import { useMutation } from '@tanstack/react-query';
import { ApiError, type ProblemDetails } from '@townsquare/client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { accessToken } from '../../api/session';
import { Button } from '../../ui/button';
import { ErrorNote } from '../../ui/states';

interface Props {
  path: '/api/v1/auth/me/data-download' | '/api/v1/auth/data-download/sanctioned';
  body: object;
  onDone?(): void;
}

/** Downloads all that is stored about an account as one file, and says how much of it has come. */
export function DownloadButton({ path, body, onDone }: Props) {
  const { t, i18n } = useTranslation();
  const [bytes, setBytes] = useState(0);
  const download = useMutation({
    mutationFn: async () => {
      setBytes(0);
      save(await read(path, body, setBytes));
    },
    onSuccess: onDone,
  });
  const size = new Intl.NumberFormat(i18n.language, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  return (
    <>
      <Button small isBusy={download.isPending} onClick={() => download.mutate()}>
        <Download size={16} aria-hidden /> {t('download.start')}
      </Button>
      {download.isPending && <p role="status">{t('download.progress', { size: size.format(bytes / 1000) })}</p>}
      {download.isSuccess && <p role="status">{t('download.done')}</p>}
      <ErrorNote error={download.error} />
    </>
  );
}

async function read(path: string, body: object, onBytes: (bytes: number) => void): Promise<Blob> {
  const token = await accessToken();
  const headers = new Headers({ 'content-type': 'application/json' });
  if (token) headers.set('authorization', `Bearer ${token}`);
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => {
    throw new ApiError(0, 'unreachable');
  });
  if (!response.ok || !response.body) {
    const problem = (await response.json().catch(() => ({}))) as Partial<ProblemDetails>;
    throw new ApiError(response.status, problem.code ?? 'internal', problem);
  }
  const chunks: BlobPart[] = [];
  let total = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    total += value.length;
    onBytes(total);
  }
  return new Blob(chunks, { type: 'application/zip' });
}

function save(file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'townsquare.zip';
  link.click();
  URL.revokeObjectURL(link.href);
}
