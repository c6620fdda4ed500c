import { Mark } from '../ui/icons.tsx';
import { useSite } from './site.ts';

/** The logo of this installation, or ours. */
export function SiteMark({ size = 28 }: { size?: number }) {
  const { logo_small: small, logo } = useSite();
  const source = size > 36 ? logo : small;
  return source ? <img className="site-logo" src={source} width={size} height={size} alt="" /> : <Mark size={size} />;
}

export function SiteName() {
  return <span className="site-name">{useSite().app_name}</span>;
}

type Place = 'html_before_header' | 'html_after_header' | 'html_after_body';

/** HTML that a super user put there. A browser runs no script elements in it. */
export function SiteHtml({ place }: { place: Place }) {
  const html = useSite()[place];
  return html ? <div className={place.replaceAll('_', '-')} dangerouslySetInnerHTML={{ __html: html }} /> : null;
}

/** Who runs this installation, and what they add below every page. */
export function SiteFooter() {
  const { html_footer: html, organization_name: name, organization_website: website } = useSite();
  if (!html && !name) return null;
  return (
    <footer className="site-footer">
      {name && (website ? <a href={website} rel="noopener">{name}</a> : <span>{name}</span>)}
      {html && <div dangerouslySetInnerHTML={{ __html: html }} />}
    </footer>
  );
}
