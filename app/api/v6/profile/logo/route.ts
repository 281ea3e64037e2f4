import { setLogo } from '@/server/accounts/index.ts';
import { profileSchema } from '@/server/accounts/schemas.ts';
import { operation } from '@/server/http/operation.ts';
import { apiRoute } from '@/server/http/route.ts';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = apiRoute('/profile/logo', {
  PUT: operation({
    operationId: 'putLogo',
    summary: 'Set the logo shown on the permission screen',
    description: 'The body is the image itself: PNG or WebP, at most 8 KiB.',
    tag: 'Profile',
    scope: 'WRITE',
    body: 'bytes',
    success: { status: 200, description: 'The account with its new `logo_url`.', result: profileSchema },
    errors: ['BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
    handle: (ctx, { bytes }) => setLogo(ctx, bytes),
  }),
});
