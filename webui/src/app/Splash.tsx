import { t } from '../messages/index.ts';
import { Mark } from '../ui/icons.tsx';

export function Splash() {
  return (
    <div className="splash" role="status" aria-label={t.app.loading}>
      <Mark size={44} />
    </div>
  );
}
