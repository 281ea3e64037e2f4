import { AppError } from '@/server/core/errors.ts';
import { answer, type RouteHandler } from '@/server/http/route.ts';

/** Every API path nobody declared. */
const notFound: RouteHandler = (request) =>
  answer(request, '/api/*', async () => {
    throw new AppError('ROUTE_NOT_FOUND', 'There is no such path. /api/v6/openapi.json lists them.');
  });

export {
  notFound as DELETE,
  notFound as GET,
  notFound as HEAD,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
