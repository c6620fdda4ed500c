import { safeNext, type Place, type Route } from './router.ts';

/** Where a visitor must be instead of `route`, or null when the place is right. */
export function redirect(route: Route, place: Place, welcome: boolean, signedIn: boolean): string | null {
  if (route.name === 'public') return null;
  if (welcome) return route.name === 'welcome' ? null : '/welcome/';
  if (route.name === 'welcome') return '/dashboard/';
  if (route.name === 'login') return signedIn ? safeNext(place.query.get('next')) : null;
  if (!signedIn) return `/login/?next=${encodeURIComponent(addressOf(place))}`;
  return place.path === '/' ? '/dashboard/' : null;
}

function addressOf(place: Place): string {
  const query = place.query.toString();
  return query ? `${place.path}?${query}` : place.path;
}
