import { type ReactNode, useEffect } from 'react';
import styles from './page.module.css';
import { setTitle } from './title';

interface Props {
  title: string;
  actions?: ReactNode;
  /** Links to the parts of the page, of the class `tab`. */
  tabs?: { label: string; content: ReactNode };
  children: ReactNode;
}

/** A page of the middle column: its heading, which is also the title of the document, and what is below it. */
export function Page({ title, actions, tabs, children }: Props) {
  useEffect(() => setTitle(title), [title]);
  return (
    <>
      <header className={styles.head}>
        <h1>{title}</h1>
        {actions}
      </header>
      {tabs && (
        <nav className={styles.tabs} aria-label={tabs.label}>
          {tabs.content}
        </nav>
      )}
      {children}
    </>
  );
}

export const tabClass = styles.tab;
export const bodyClass = styles.body;
