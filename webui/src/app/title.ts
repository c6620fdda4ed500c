import { useEffect } from 'react';
import { useSite } from './site.ts';

/** The title of the page in the browser's tab. */
export function useTitle(title: string): void {
  const { app_name: name } = useSite();
  useEffect(() => {
    document.title = title ? `${title} · ${name}` : name;
  }, [title, name]);
}
