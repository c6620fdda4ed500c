import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { go } from '../app/router.ts';

/** A link inside the application: a real address, followed without loading the page. */
export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  return <a href={href} onClick={(event) => follow(event, href, onClick)} {...rest} />;
}

export function follow(event: MouseEvent<HTMLAnchorElement>, href: string, onClick?: (event: MouseEvent<HTMLAnchorElement>) => void): void {
  onClick?.(event);
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(href);
}
