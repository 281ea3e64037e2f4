import * as logo from '@/app/api/v6/profile/logo/route.ts';
import * as profile from '@/app/api/v6/profile/route.ts';
import * as credentials from '@/app/api/v6/providers/[providerName]/credentials/route.ts';
import * as provider from '@/app/api/v6/providers/[providerName]/route.ts';
import * as settings from '@/app/api/v6/providers/[providerName]/settings/route.ts';
import * as providers from '@/app/api/v6/providers/route.ts';
import * as data from '@/app/api/v6/users/[userId]/[dataPath]/route.ts';
import * as events from '@/app/api/v6/users/[userId]/data-connections/[dataConnectionId]/events/route.ts';
import * as dataConnection from '@/app/api/v6/users/[userId]/data-connections/[dataConnectionId]/route.ts';
import * as dataConnections from '@/app/api/v6/users/[userId]/data-connections/route.ts';
import * as user from '@/app/api/v6/users/[userId]/route.ts';
import * as latestSyncs from '@/app/api/v6/users/[userId]/sync/latest/route.ts';
import * as syncs from '@/app/api/v6/users/[userId]/sync/route.ts';
import * as legalUsers from '@/app/api/v6/users/legal/route.ts';
import * as naturalUsers from '@/app/api/v6/users/natural/route.ts';
import * as users from '@/app/api/v6/users/route.ts';
import { createOpenApiDocument, documentPath } from '@/server/http/openapi.ts';
import { answer, type RouteHandler, refuseMethod } from '@/server/http/route.ts';
import { errorsEn } from '@/texts/errors.en.ts';

/** In the order of the document. */
const modules = [
  profile,
  logo,
  users,
  legalUsers,
  naturalUsers,
  user,
  providers,
  provider,
  credentials,
  settings,
  dataConnections,
  dataConnection,
  events,
  syncs,
  latestSyncs,
  data,
];

let json: string | undefined;

/** The document says what this process answers; it cannot change while the process runs. */
const handle: RouteHandler = (request) =>
  answer(request, documentPath, async (incoming) => {
    if (request.method !== 'GET') return refuseMethod(incoming, 'GET');
    const { publicUrl } = incoming.runtime.settings;
    json ??= JSON.stringify(createOpenApiDocument({ modules, publicUrl, errors: errorsEn }));
    return new Response(json, { headers: { 'content-type': 'application/json' } });
  });

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
