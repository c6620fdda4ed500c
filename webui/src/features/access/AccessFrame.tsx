import type { ReactNode } from 'react';
import { t } from '../../messages/index.ts';
import { SiteFooter, SiteMark, SiteName } from '../../app/SiteParts.tsx';
import { Survey } from './Survey.tsx';

/** The page around signing in: the form, and beside it a drawing of what the product does. */
export function AccessFrame({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="access">
      <main className="access-main">
        <div className="access-form">
          <div className="access-brand">
            <SiteMark size={36} />
            <SiteName />
          </div>
          <h1>{title}</h1>
          <p className="access-text">{text}</p>
          {children}
          <SiteFooter />
        </div>
      </main>
      <aside className="access-side" aria-label={t.app.name}>
        <Survey />
        <p className="access-tagline">{t.app.tagline}</p>
        <ul className="access-points">
          {t.access.points.map(([head, body]) => (
            <li key={head}>
              <strong>{head}</strong>
              <span>{body}</span>
            </li>
          ))}
        </ul>
      </aside>
    </div>
  );
}
