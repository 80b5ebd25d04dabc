let page = '';
let unread = 0;

/** The title of the document: the number of unread notifications, the page and the name. */
export function titleOf(pageTitle: string, unreadCount: number): string {
  const name = pageTitle ? `${pageTitle} · Townsquare` : 'Townsquare';
  return unreadCount > 0 ? `(${unreadCount > 99 ? '99+' : unreadCount}) ${name}` : name;
}

const show = () => {
  document.title = titleOf(page, unread);
};

export function setTitle(title: string): void {
  page = title;
  show();
}

export function setUnread(count: number): void {
  unread = count;
  show();
}
