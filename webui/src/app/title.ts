import { useEffect } from 'react';
import { t } from '../messages/index.ts';

/** The title of the page in the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · ${t.app.name}` : t.app.name;
  }, [title]);
}
