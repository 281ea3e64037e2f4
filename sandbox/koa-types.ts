import type { Provider } from 'oidc-provider';

/** The types of Koa as oidc-provider, which is a Koa application, exposes them: Koa itself is no dependency of ours. */
export type Middleware = Parameters<Provider['use']>[0];
export type Context = Parameters<Middleware>[0];
