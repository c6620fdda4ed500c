import { useTitle } from '../../app/title.ts';
import { useVisit } from '../../app/visit.ts';
import { t } from '../../messages/index.ts';
import { Mark } from '../../ui/icons.tsx';

export function AboutPage() {
  const visit = useVisit();
  const server = visit.kind === 'known' ? visit.visit.version : '';
  useTitle(t.about.title);
  const rows: [string, string][] = [
    [t.about.server, server || '–'],
    [t.about.interface, __NADIR_VERSION__],
    [t.about.licence, t.about.licenceText],
    [t.about.parts, t.about.partsText],
    [t.about.privacy, t.about.privacyText],
  ];
  return (
    <div className="page narrow">
      <div className="about-head">
        <Mark size={56} />
        <div>
          <h1>{t.about.title}</h1>
          <p className="muted">{t.app.tagline}</p>
        </div>
      </div>
      <p className="lead">{t.about.text}</p>
      <dl className="card rows">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
