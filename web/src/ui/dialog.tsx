import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonLook } from './button';
import styles from './overlay.module.css';

interface Props {
  title: string;
  description?: string;
  isOpen: boolean;
  onClose(): void;
  children: ReactNode;
}

export function Dialog({ title, description, isOpen, onClose, children }: Props) {
  const { t } = useTranslation();
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.veil} />
        <Radix.Content className={styles.dialog} {...(description ? {} : { 'aria-describedby': undefined })}>
          <div className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            <Radix.Close asChild>
              <Button look="icon" aria-label={t('common.close')}>
                <X size={20} aria-hidden />
              </Button>
            </Radix.Close>
          </div>
          {description && <Radix.Description className={styles.description}>{description}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className={styles.actions}>{children}</div>
);

interface ConfirmProps extends Omit<Props, 'children'> {
  confirm: string;
  look?: ButtonLook;
  onConfirm(): void;
}

/** Asks before something that is hard to take back. */
export function ConfirmDialog({ confirm, look = 'danger', onConfirm, ...dialog }: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <Dialog {...dialog}>
      <DialogActions>
        <Button onClick={dialog.onClose}>{t('common.cancel')}</Button>
        <Button
          look={look}
          onClick={() => {
            dialog.onClose();
            onConfirm();
          }}
        >
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
