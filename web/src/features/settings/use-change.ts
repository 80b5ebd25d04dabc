import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '@townsquare/client';
import { showToast } from '../../ui/toasts';

interface Change<Input, Output> {
  run(input: Input): Promise<Output>;
  /** What is said when it has worked. */
  done?: string;
  /** What has to be read again then. */
  reads?: QueryKey;
  onSuccess?(output: Output): void;
}

/** A change of a setting, with its error where it is a problem of the API. */
export function useChange<Input = void, Output = unknown>({ run, done, reads, onSuccess }: Change<Input, Output>) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: run,
    onSuccess: async (output) => {
      if (done) showToast(done);
      if (reads) await client.invalidateQueries({ queryKey: reads });
      onSuccess?.(output);
    },
  });
  return { ...change, problem: change.error instanceof ApiError ? change.error : undefined };
}
