import { Component, type ReactNode } from 'react';
import { t } from '../messages/index.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Notice.tsx';

/** Shows a sentence instead of an empty page when a component fails. */
export class CrashGuard extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return (
      <main className="centred">
        <EmptyState icon="alert" title={t.app.crashTitle} action={<Button look="primary" onPress={() => window.location.reload()}>{t.app.reload}</Button>}>
          {t.app.crashText}
        </EmptyState>
      </main>
    );
  }
}
