import type { ComponentProps, ReactNode } from 'react';
import { Link } from './link.tsx';

export type ButtonLook = 'plain' | 'main' | 'danger' | 'quiet';

export function buttonClass(look: ButtonLook = 'plain', small = false): string {
  return `button${look === 'plain' ? '' : ` button-${look}`}${small ? ' button-small' : ''}`;
}

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  look?: ButtonLook;
  small?: boolean;
}

export function Button({ look, small, type = 'button', ...rest }: ButtonProps) {
  return <button className={buttonClass(look, small)} type={type} {...rest} />;
}

interface LinkButtonProps {
  href: string;
  look?: ButtonLook;
  small?: boolean;
  /** A file, or an address outside of the dashboard: the browser goes there itself. */
  plain?: boolean;
  children: ReactNode;
}

/** What leads somewhere is a link, however it looks. */
export function LinkButton({ href, look, small, plain = false, children }: LinkButtonProps) {
  const className = buttonClass(look, small);
  if (plain) {
    return (
      <a className={className} href={href}>
        {children}
      </a>
    );
  }
  return (
    <Link className={className} href={href}>
      {children}
    </Link>
  );
}
