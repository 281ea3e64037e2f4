'use server';

import { z } from 'zod';
import { acceptLink, passwordSchema } from '@/server/admins/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { adminAction, publicAction } from './admin-action.ts';
import { keepChoice } from './cookies.ts';
import { beginOidcSignIn, passwordSignIn } from './next-auth.ts';
import { safeNextPath } from './next-path.ts';
import { leave } from './session.ts';
import { setCookies } from './set-cookies.ts';
import { themes } from './theme.ts';

const email = z.email('must be an e-mail address').max(254);

export const signInAction = publicAction(
  'admin.sign_in',
  z.object({
    email: z.string().max(254),
    password: z.string().max(200),
    next: z.string().max(2_000).optional(),
  }),
  async (runtime, visit, { next, ...input }) => {
    await setCookies(await passwordSignIn(runtime, visit, input));
    return safeNextPath(next);
  },
);

export const oidcSignInAction = publicAction('admin.sign_in_oidc', z.object({}), async (runtime, visit) => {
  if (runtime.settings.oidc === null) throw new AppError('ROUTE_NOT_FOUND', 'No OpenID provider is set up.');
  const { location, cookies } = await beginOidcSignIn(runtime, visit);
  await setCookies(cookies);
  return location;
});

export const setUpAction = publicAction(
  'admin.set_up',
  z.object({ token: z.string().max(100), email, password: passwordSchema }),
  async (runtime, visit, { token, email: address, password }) => {
    await acceptLink(runtime, visit, { kind: 'SETUP', token, email: address, password });
    await setCookies(await passwordSignIn(runtime, visit, { email: address, password }));
    return '/admin';
  },
);

export const acceptInvitationAction = publicAction(
  'admin.accept_invitation',
  z.object({ token: z.string().max(100), password: passwordSchema }),
  async (runtime, visit, { token, password }) => {
    const address = await acceptLink(runtime, visit, { kind: 'INVITATION', token, password });
    await setCookies(await passwordSignIn(runtime, visit, { email: address, password }));
    return '/admin';
  },
);

export const signOutAction = adminAction({
  name: 'admin.sign_out',
  allow: 'VIEWER',
  input: z.object({}),
  async run(ctx) {
    const { id, email: label } = ctx.admin;
    await leave(ctx);
    return {
      audit: { accountId: null, object: { type: 'admin', id, label } },
      goTo: '/admin/sign-in?ended=1',
    };
  },
});

export const chooseThemeAction = adminAction({
  name: 'look.theme',
  allow: 'VIEWER',
  input: z.object({ theme: z.enum(themes) }),
  async run(ctx, { theme }) {
    await keepChoice(ctx, 'theme', theme);
    return { audit: null };
  },
});

export const chooseAccountAction = adminAction({
  name: 'look.account',
  allow: 'VIEWER',
  input: z.object({}),
  async run(ctx) {
    await keepChoice(ctx, 'account', ctx.accountId);
    // What the page is about may not be there in the other account.
    return { audit: null, goTo: '/admin' };
  },
});
