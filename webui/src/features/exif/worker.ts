import { HEAD_BYTES, readExif, type PhotoFacts } from './exif.ts';

export interface ExifRequest {
  id: number;
  file: Blob;
}

export interface ExifAnswer {
  id: number;
  facts: PhotoFacts | null;
  thumbnail: Blob | null;
}

const scope = self as unknown as {
  onmessage: (event: MessageEvent<ExifRequest[]>) => void;
  postMessage: (answers: ExifAnswer[]) => void;
};

/** Reads the heads of a batch of photos off the page's thread. */
scope.onmessage = async (event) => {
  scope.postMessage(await Promise.all(event.data.map(answer)));
};

async function answer({ id, file }: ExifRequest): Promise<ExifAnswer> {
  try {
    const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    const facts = readExif(bytes);
    const small = facts.thumbnail;
    const thumbnail = small ? new Blob([bytes.slice(small.offset, small.offset + small.length)], { type: 'image/jpeg' }) : null;
    return { id, facts, thumbnail };
  } catch {
    return { id, facts: null, thumbnail: null };
  }
}
