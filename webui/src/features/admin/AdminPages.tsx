import type { AdminPage } from '../../app/router.ts';
import { useTitle } from '../../app/title.ts';
import { useVisit } from '../../app/visit.ts';
import { t } from '../../messages/index.ts';
import { Link } from '../../ui/Link.tsx';
import { EmptyState } from '../../ui/Notice.tsx';
import { GroupsPage } from './GroupsPage.tsx';
import { QuotasPage } from './QuotasPage.tsx';
import { UsersPage } from './UsersPage.tsx';

const pages: Record<AdminPage, () => React.ReactNode> = { users: UsersPage, groups: GroupsPage, quotas: QuotasPage };

/** What staff see: users, groups and quotas. */
export default function AdminPages({ page }: { page: AdminPage }) {
  const visit = useVisit();
  const isStaff = visit.kind === 'known' && (visit.visit.session?.isStaff ?? false);
  useTitle(t.admin.titles[page]);
  if (!isStaff) return <EmptyState icon="key" title={t.admin.staffOnly} />;
  const Shown = pages[page];
  return (
    <div className="page">
      <nav className="tabs" aria-label={t.admin.title}>
        {(Object.keys(pages) as AdminPage[]).map((name) => (
          <Link key={name} href={`/admin/${name}/`} className={name === page ? 'here' : ''} aria-current={name === page ? 'page' : undefined}>
            {t.admin.titles[name]}
          </Link>
        ))}
        <a href="/admin/">{t.admin.more}</a>
      </nav>
      <Shown />
    </div>
  );
}
