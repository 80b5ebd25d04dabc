import { useMutation } from '@tanstack/react-query';
import { type Schemas, unwrap } from '@townsquare/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { Button } from '../../ui/button';
import { Dialog, DialogActions } from '../../ui/dialog';
import { Select, TextArea } from '../../ui/field';
import { ErrorNote } from '../../ui/states';
import { showToast } from '../../ui/toasts';

type Reason = Schemas['Report']['reason'];

export const REPORT_REASONS = [
  'spam',
  'harassment',
  'hate',
  'violence',
  'sexual',
  'self_harm',
  'false_information',
  'impersonation',
  'illegal',
  'other',
] as const satisfies readonly Reason[];

interface Props {
  target: Schemas['Report']['target'];
  isOpen: boolean;
  onClose(): void;
}

/** Reports a post, a comment or a person to the moderators. */
export function ReportDialog({ target, isOpen, onClose }: Props) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<Reason>('spam');
  const [note, setNote] = useState('');
  const report = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/reports', { body: { target, reason, note } })),
    onSuccess: () => {
      showToast(t('report.sent'));
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    report.mutate();
  };
  return (
    <Dialog title={t('report.title')} description={t('report.explained')} isOpen={isOpen} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <Select label={t('report.reason')} value={reason} onChange={(event) => setReason(event.target.value as Reason)}>
          {REPORT_REASONS.map((one) => (
            <option key={one} value={one}>
              {t(`report.reasons.${one}`)}
            </option>
          ))}
        </Select>
        <TextArea
          label={t('report.note')}
          hint={t('report.noteHint')}
          value={note}
          maxLength={1000}
          rows={3}
          onChange={(event) => setNote(event.target.value)}
        />
        <ErrorNote error={report.error} />
        <DialogActions>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" isBusy={report.isPending}>
            {t('report.send')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
