/** What a photo says of itself; null where it says nothing. */
export interface PhotoFacts {
  latitude: number | null;
  longitude: number | null;
  altitude: number | null;
  /** When it was taken, `YYYY-MM-DDTHH:MM:SS` in the camera's own clock. */
  taken: string | null;
  camera: string | null;
  /** The small picture inside the file, as a range of `bytes`. */
  thumbnail: { offset: number; length: number } | null;
}

const nothing: PhotoFacts = { latitude: null, longitude: null, altitude: null, taken: null, camera: null, thumbnail: null };

/** How much of a file's beginning is enough to hold its EXIF block. */
export const HEAD_BYTES = 256 * 1024;

// Tag numbers of TIFF 6.0 and Exif 2.32.
const MAKE = 0x010f;
const MODEL = 0x0110;
const EXIF_IFD = 0x8769;
const GPS_IFD = 0x8825;
const DATE_TIME = 0x0132;
const DATE_TIME_ORIGINAL = 0x9003;
const THUMBNAIL_OFFSET = 0x0201;
const THUMBNAIL_LENGTH = 0x0202;

/** Reads the EXIF block of a JPEG or of a TIFF-like file (TIFF, DNG, NEF) from its first bytes. */
export function readExif(bytes: Uint8Array): PhotoFacts {
  const start = tiffStart(bytes);
  if (start < 0) return nothing;
  try {
    return new TiffReader(bytes, start).facts();
  } catch (error) {
    if (error instanceof RangeError) return nothing;
    throw error;
  }
}

/** Where the TIFF structure begins: inside the APP1 segment of a JPEG, or at the start; −1 if there is none. */
function tiffStart(bytes: Uint8Array): number {
  if (isTiffHeader(bytes, 0)) return 0;
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return -1;
  let at = 2;
  while (at + 10 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xda) return -1;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (marker === 0xe1 && ascii(bytes, at + 4, 4) === 'Exif' && isTiffHeader(bytes, at + 10)) return at + 10;
    at += 2 + length;
  }
  return -1;
}

function isTiffHeader(bytes: Uint8Array, at: number): boolean {
  const order = ascii(bytes, at, 2);
  return (order === 'II' && bytes[at + 2] === 42) || (order === 'MM' && bytes[at + 3] === 42);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

interface Entry {
  type: number;
  count: number;
  /** Where the value lies, from the start of `bytes`. */
  at: number;
}

const sizes: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8 };

/** Walks the directories of a TIFF structure. Reads outside the bytes throw a RangeError. */
class TiffReader {
  private readonly view: DataView;
  private readonly little: boolean;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.little = bytes[start] === 0x49;
  }

  facts(): PhotoFacts {
    const { entries: main, next } = this.directory(this.u32(this.start + 4));
    const exif = this.sub(main, EXIF_IFD);
    const gps = this.sub(main, GPS_IFD);
    return {
      ...this.position(gps),
      taken: isoTime(this.text(exif.get(DATE_TIME_ORIGINAL)) ?? this.text(main.get(DATE_TIME))),
      camera: joinCamera(this.text(main.get(MAKE)), this.text(main.get(MODEL))),
      thumbnail: this.thumbnail(next),
    };
  }

  private position(gps: Map<number, Entry>): Pick<PhotoFacts, 'latitude' | 'longitude' | 'altitude'> {
    const latitude = signed(this.degrees(gps.get(2)), this.text(gps.get(1)) === 'S');
    const longitude = signed(this.degrees(gps.get(4)), this.text(gps.get(3)) === 'W');
    const below = gps.has(5) && this.bytes[gps.get(5)?.at ?? 0] === 1;
    const altitude = signed(this.rational(gps.get(6), 0), below);
    // Cameras without a fix write 0, 0: a place in the Gulf of Guinea that nobody means.
    const isPlace = latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0);
    return isPlace ? { latitude, longitude, altitude } : { latitude: null, longitude: null, altitude: null };
  }

  private thumbnail(offset: number): PhotoFacts['thumbnail'] {
    if (offset === 0) return null;
    const { entries } = this.directory(offset);
    const from = this.integer(entries.get(THUMBNAIL_OFFSET));
    const length = this.integer(entries.get(THUMBNAIL_LENGTH));
    if (from === null || !length || this.start + from + length > this.bytes.length) return null;
    return { offset: this.start + from, length };
  }

  private directory(offset: number): { entries: Map<number, Entry>; next: number } {
    const entries = new Map<number, Entry>();
    const begin = this.start + offset;
    const count = this.u16(begin);
    for (let index = 0; index < count; index++) {
      const at = begin + 2 + index * 12;
      const type = this.u16(at + 2);
      const values = this.u32(at + 4);
      const size = (sizes[type] ?? 1) * values;
      entries.set(this.u16(at), { type, count: values, at: size <= 4 ? at + 8 : this.start + this.u32(at + 8) });
    }
    return { entries, next: this.u32(begin + 2 + count * 12) };
  }

  private sub(entries: Map<number, Entry>, tag: number): Map<number, Entry> {
    const offset = this.integer(entries.get(tag));
    return offset === null ? new Map() : this.directory(offset).entries;
  }

  private text(entry: Entry | undefined): string | null {
    if (!entry || entry.type !== 2) return null;
    const text = ascii(this.bytes, entry.at, entry.count).split('\0')[0] ?? '';
    return text.trim() || null;
  }

  private integer(entry: Entry | undefined): number | null {
    if (!entry) return null;
    return entry.type === 3 ? this.u16(entry.at) : this.u32(entry.at);
  }

  private degrees(entry: Entry | undefined): number | null {
    if (!entry || entry.count < 3) return null;
    const parts = [0, 1, 2].map((index) => this.rational(entry, index));
    if (parts.some((part) => part === null)) return null;
    return (parts[0] ?? 0) + (parts[1] ?? 0) / 60 + (parts[2] ?? 0) / 3600;
  }

  private rational(entry: Entry | undefined, index: number): number | null {
    if (!entry || (entry.type !== 5 && entry.type !== 10)) return null;
    const numerator = this.u32(entry.at + index * 8);
    const denominator = this.u32(entry.at + index * 8 + 4);
    return denominator === 0 ? null : numerator / denominator;
  }

  private u16(at: number): number {
    return this.view.getUint16(at, this.little);
  }

  private u32(at: number): number {
    return this.view.getUint32(at, this.little);
  }
}

function signed(value: number | null, negative: boolean): number | null {
  return value === null ? null : negative ? -value : value;
}

/** `2019:06:03 14:12:55` as `2019-06-03T14:12:55`. */
function isoTime(text: string | null): string | null {
  const match = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(text ?? '');
  return match && match[1] !== '0000' ? `${match[1]}-${match[2]}-${match[3]}T${match[4]}` : null;
}

function joinCamera(make: string | null, model: string | null): string | null {
  if (!model) return make;
  return make && !model.startsWith(make) ? `${make} ${model}` : model;
}
