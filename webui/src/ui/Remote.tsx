import type { ReactNode } from 'react';
import { describe } from '../api/errors.ts';
import type { Loaded } from '../data/cache.ts';
import { t } from '../messages/index.ts';
import { Button } from './Button.tsx';
import { EmptyState } from './Notice.tsx';

/** What stands where a value of the server will be: a word while it is awaited, the reason when it does not come. */
export function Remote<T>({ state, title, onRetry, children }: { state: Loaded<T>; title: string; onRetry: () => void; children: (data: T) => ReactNode }) {
  if (state.data !== undefined) return children(state.data);
  if (state.loading) return <p className="muted" role="status">{t.app.loading}</p>;
  return (
    <EmptyState icon="alert" title={title} action={<Button look="primary" onPress={onRetry}>{t.action.retry}</Button>}>
      {describe(state.error)}
    </EmptyState>
  );
}
