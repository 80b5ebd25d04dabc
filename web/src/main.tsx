import './styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client';
import { currentSession, onSessionChange, resumeSession } from './api/session';
import { startI18n } from './i18n';
import { router } from './router';
import { applyTheme, readTheme } from './ui/theme';

applyTheme(readTheme());

// What one account has read is not shown to the next.
let userId = userIdNow();
onSessionChange(() => {
  const next = userIdNow();
  if (userId === next) return;
  userId = next;
  queryClient.clear();
  router.invalidate();
});

function userIdNow(): string | undefined {
  const session = currentSession();
  return session.status === 'signedIn' ? session.userId : undefined;
}

await Promise.all([startI18n(), resumeSession()]);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
