import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './overlay.module.css';

/** A menu that opens at its trigger, a button. */
export function Menu({ trigger, children }: { trigger: ReactNode; children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4} collisionPadding={8}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ItemProps {
  icon: ReactNode;
  isDangerous?: boolean;
  onSelect(): void;
  children: ReactNode;
}

export function MenuItem({ icon, isDangerous, onSelect, children }: ItemProps) {
  return (
    <DropdownMenu.Item className={styles.item} data-danger={isDangerous || undefined} onSelect={onSelect}>
      {icon}
      {children}
    </DropdownMenu.Item>
  );
}
