import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { LinkPending } from './pending.tsx';

/**
 * The link of the dashboard: it shows when what it leads to takes long. Nothing is fetched before it is pressed, since
 * every page is drawn for whoever asks at that moment.
 */
export function Link({ children, ...rest }: ComponentProps<typeof NextLink>) {
  return (
    <NextLink prefetch={false} {...rest}>
      {children}
      <LinkPending />
    </NextLink>
  );
}
