/** A position in a zone of the Universal Transverse Mercator grid on WGS 84, in metres. */
export interface UtmPosition {
  zone: number;
  south: boolean;
  easting: number;
  northing: number;
}

const SEMI_MAJOR = 6378137;
const FLATTENING = 1 / 298.257223563;
const SCALE = 0.9996;
const N = FLATTENING / (2 - FLATTENING);
const RECTIFYING_RADIUS = (SEMI_MAJOR / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64 + N ** 6 / 256);

/** The coefficients of Krüger's series to the fourth order in the third flattening (Karney 2011, eq. 35). */
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49561 / 161280) * N ** 4,
];

export function utmZone(longitude: number, latitude: number): number {
  if (latitude >= 56 && latitude < 64 && longitude >= 3 && longitude < 12) return 32;
  if (latitude >= 72 && latitude < 84 && longitude >= 0 && longitude < 42) {
    if (longitude < 9) return 31;
    if (longitude < 21) return 33;
    return longitude < 33 ? 35 : 37;
  }
  return Math.min(60, Math.max(1, Math.floor((longitude + 180) / 6) + 1));
}

/** Longitude and latitude in degrees to UTM, good to a millimetre within the zone; null near the poles. */
export function toUtm(longitude: number, latitude: number): UtmPosition | null {
  if (latitude < -80 || latitude > 84) return null;
  const zone = utmZone(longitude, latitude);
  const phi = (latitude * Math.PI) / 180;
  const lambda = ((longitude - (zone * 6 - 183)) * Math.PI) / 180;
  const e = Math.sqrt(FLATTENING * (2 - FLATTENING));
  const tau = Math.sinh(Math.atanh(Math.sin(phi)) - e * Math.atanh(e * Math.sin(phi)));
  const xi = Math.atan2(tau, Math.cos(lambda));
  const eta = Math.asinh(Math.sin(lambda) / Math.hypot(tau, Math.cos(lambda)));
  let x = eta;
  let y = xi;
  ALPHA.forEach((alpha, index) => {
    const order = 2 * (index + 1);
    x += alpha * Math.cos(order * xi) * Math.sinh(order * eta);
    y += alpha * Math.sin(order * xi) * Math.cosh(order * eta);
  });
  const south = latitude < 0;
  return { zone, south, easting: 500_000 + SCALE * RECTIFYING_RADIUS * x, northing: (south ? 10_000_000 : 0) + SCALE * RECTIFYING_RADIUS * y };
}
