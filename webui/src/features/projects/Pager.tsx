import { setQuery } from '../../app/router.ts';
import { t } from '../../messages/index.ts';
import { IconButton } from '../../ui/Button.tsx';

export function Pager({ page, pages }: { page: number; pages: number }) {
  if (pages <= 1) return null;
  const to = (target: number) => setQuery({ page: target === 1 ? null : String(target) }, 'push');
  return (
    <nav className="pager" aria-label={t.pages.label}>
      <IconButton icon="chevronLeft" label={t.pages.previous} isDisabled={page <= 1} onPress={() => to(page - 1)} />
      <span className="tabular">{t.pages.of(page, pages)}</span>
      <IconButton icon="chevronRight" label={t.pages.next} isDisabled={page >= pages} onPress={() => to(page + 1)} />
    </nav>
  );
}
