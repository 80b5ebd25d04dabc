import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { currentSession } from './api/session';
import { Failed, NotFound } from './routes/failures';
import { HomePage } from './routes/home';
import { Shell } from './routes/shell';
import { Loading } from './ui/states';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

/**
 * The address to return to after a log-in: within this site alone. Any other is undefined, not left out, because the router
 * then keeps what the address bar has.
 */
const nextOf = ({ next }: Record<string, unknown>): { next?: string } => ({
  next: typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined,
});

const codeOf = ({ code }: Record<string, unknown>) => (code === undefined ? {} : { code: String(code) });

const textOf = (value: unknown) => (value === undefined ? undefined : String(value));

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage });

const post = createRoute({
  getParentRoute: () => root,
  path: '/posts/$postId',
  validateSearch: ({ comment }: Record<string, unknown>): { comment?: string } =>
    comment === undefined ? {} : { comment: String(comment) },
  component: lazyRouteComponent(() => import('./routes/post'), 'PostPage'),
});

const person = createRoute({
  getParentRoute: () => root,
  path: '/people/$username',
  component: lazyRouteComponent(() => import('./routes/person'), 'PersonPage'),
});

const personPosts = createRoute({
  getParentRoute: () => person,
  path: '/',
  component: lazyRouteComponent(() => import('./routes/person'), 'PersonPosts'),
});

const followers = createRoute({
  getParentRoute: () => person,
  path: 'followers',
  component: lazyRouteComponent(() => import('./routes/person'), 'Followers'),
});

const following = createRoute({
  getParentRoute: () => person,
  path: 'following',
  component: lazyRouteComponent(() => import('./routes/person'), 'Following'),
});

const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: ({ q, type }: Record<string, unknown>): { q?: string; type?: 'people' | 'hashtags' } => ({
    q: textOf(q),
    type: type === 'people' || type === 'hashtags' ? type : undefined,
  }),
  component: lazyRouteComponent(() => import('./routes/search'), 'SearchPage'),
});

const tag = createRoute({
  getParentRoute: () => root,
  path: '/tags/$tag',
  component: lazyRouteComponent(() => import('./routes/tag'), 'TagPage'),
});

/** The pages of a signed-in account: a visitor logs in first, and comes back. */
const own = createRoute({
  getParentRoute: () => root,
  id: 'own',
  beforeLoad: ({ location }) => {
    if (currentSession().status !== 'signedIn') throw redirect({ to: '/login', search: { next: location.href } });
  },
  component: Outlet,
});

const notifications = createRoute({
  getParentRoute: () => own,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./routes/notifications'), 'NotificationsPage'),
});

const compose = createRoute({
  getParentRoute: () => own,
  path: '/compose',
  component: lazyRouteComponent(() => import('./routes/compose'), 'ComposePage'),
});

const insights = createRoute({
  getParentRoute: () => own,
  path: '/insights',
  component: lazyRouteComponent(() => import('./routes/insights'), 'InsightsPage'),
});

const settings = createRoute({
  getParentRoute: () => own,
  path: '/settings',
  component: lazyRouteComponent(() => import('./routes/settings'), 'SettingsIndex'),
});

const settingsSection = createRoute({
  getParentRoute: () => own,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./routes/settings'), 'SettingsPage'),
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: nextOf,
  component: lazyRouteComponent(() => import('./routes/login'), 'LoginPage'),
});

const register = createRoute({
  getParentRoute: () => root,
  path: '/register',
  component: lazyRouteComponent(() => import('./routes/register'), 'RegisterPage'),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./routes/forgot'), 'ForgotPage'),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  validateSearch: codeOf,
  component: lazyRouteComponent(() => import('./routes/reset'), 'ResetPage'),
});

const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify',
  validateSearch: codeOf,
  component: lazyRouteComponent(() => import('./routes/mailed-codes'), 'VerifyPage'),
});

const changeEmail = createRoute({
  getParentRoute: () => root,
  path: '/change-email',
  validateSearch: codeOf,
  component: lazyRouteComponent(() => import('./routes/mailed-codes'), 'ChangeEmailPage'),
});

const appeal = createRoute({
  getParentRoute: () => root,
  path: '/appeal',
  validateSearch: codeOf,
  component: lazyRouteComponent(() => import('./routes/appeal'), 'AppealPage'),
});

const providerReturn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/complete',
  validateSearch: ({ code, error }: Record<string, unknown>): { code?: string; error?: string } => ({
    code: textOf(code),
    error: textOf(error),
  }),
  component: lazyRouteComponent(() => import('./routes/provider-return'), 'ProviderReturnPage'),
});

const routeTree = root.addChildren([
  home,
  post,
  person.addChildren([personPosts, followers, following]),
  search,
  tag,
  own.addChildren([notifications, compose, insights, settings, settingsSection]),
  login,
  register,
  forgot,
  reset,
  verify,
  changeEmail,
  appeal,
  providerReturn,
]);

export const router = createRouter({
  routeTree,
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: Failed,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
