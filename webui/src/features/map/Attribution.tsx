import type { Basemap } from '../../api/site.ts';
import { t } from '../../messages/index.ts';
import { creditsOf } from './basemaps.ts';

/** Whom the map below is owed to. */
export function Attribution({ basemap }: { basemap: Basemap | null }) {
  if (!basemap?.attribution) return null;
  return (
    <div className="map-credits" role="note" aria-label={t.map.credits}>
      {creditsOf(basemap.attribution).map(({ text, link }, index) =>
        link ? (
          <a key={index} href={link} target="_blank" rel="noopener">
            {text}
          </a>
        ) : (
          <span key={index}>{text}</span>
        ),
      )}
    </div>
  );
}
