import { describe, expect, it } from 'vitest';
import { ApiError } from '../../api/errors.ts';
import { UploadQueue, usualSettings, type QueueSettings } from './queue.ts';
import type { Chunk, SendChunk } from './transport.ts';

const noPause: QueueSettings = { ...usualSettings, chunkBytes: 10, carefulChunkBytes: 4, pause: () => Promise.resolve() };
const files = (...sizes: number[]) => sizes.map((size, index) => ({ name: `${index}.jpg`, blob: new Blob([new Uint8Array(size).map((_, at) => (at * 7 + index) & 255)]) }));

/** A server in memory that puts chunks where they say they belong, and can be told to misbehave. */
class FakeServer {
  readonly stored = new Map<string, Uint8Array>();
  readonly calls: Chunk[] = [];
  open = 0;
  mostOpen = 0;
  private readonly parts = new Map<string, Uint8Array>();

  constructor(private readonly misbehave: (chunk: Chunk, call: number) => void | Promise<void> = () => undefined) {}

  send: SendChunk = async (_url, chunk, onBytes) => {
    this.calls.push(chunk);
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    try {
      await new Promise((resolve) => setTimeout(resolve, 0));
      await this.misbehave(chunk, this.calls.length);
      onBytes(chunk.body.size);
      const part = this.parts.get(chunk.id) ?? new Uint8Array(chunk.fileSize);
      part.set(new Uint8Array(await chunk.body.arrayBuffer()), chunk.offset);
      this.parts.set(chunk.id, part);
      if (chunk.index + 1 < chunk.count) return {};
      this.stored.set(chunk.name, part);
      return { [chunk.name]: part.length };
    } finally {
      this.open--;
    }
  };
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}

async function expectAllStored(server: FakeServer, sent: { name: string; blob: Blob }[]): Promise<void> {
  for (const file of sent) expect(server.stored.get(file.name)).toEqual(await bytesOf(file.blob));
}

describe('UploadQueue', () => {
  it('sends every byte of every file, at most four files at once', async () => {
    const server = new FakeServer();
    const sent = files(25, 10, 1, 39, 11, 7, 100);
    const queue = new UploadQueue('/upload', sent, server.send, noPause, () => undefined);
    await queue.run();
    await expectAllStored(server, sent);
    expect(server.mostOpen).toBe(4);
    expect(queue.progress()).toMatchObject({ bytesDone: 193, bytesTotal: 193, filesDone: 7, filesTotal: 7, failed: [], troubled: false });
  });

  it('numbers the chunks of a file and keeps their order', async () => {
    const server = new FakeServer();
    await new UploadQueue('/upload', files(25), server.send, noPause, () => undefined).run();
    expect(server.calls.map(({ index, count, offset, body }) => [index, count, offset, body.size])).toEqual([[0, 3, 0, 10], [1, 3, 10, 10], [2, 3, 20, 5]]);
    expect(new Set(server.calls.map((chunk) => chunk.id)).size).toBe(1);
    expect(server.calls[0]?.id).toMatch(/^[0-9A-Za-z-]+$/);
  });

  it('gets everything across a line that fails every second time', async () => {
    const server = new FakeServer((_chunk, call) => {
      if (call % 2 === 0) throw new ApiError(0, 'no connection');
    });
    const sent = files(35, 20, 12, 8);
    await new UploadQueue('/upload', sent, server.send, noPause, () => undefined).run();
    await expectAllStored(server, sent);
  });

  it('waits longer after each failure and gives a chunk twenty tries', async () => {
    const pauses: number[] = [];
    const server = new FakeServer(() => {
      throw new ApiError(503, 'busy');
    });
    const settings = { ...noPause, fileTries: 1, carefulAfter: 1000, pause: (time: number) => (pauses.push(time), Promise.resolve()) };
    const queue = new UploadQueue('/upload', files(5), server.send, settings, () => undefined);
    await queue.run();
    expect(server.calls).toHaveLength(20);
    expect(pauses[0]).toBe(1000);
    expect(pauses[1]).toBeGreaterThan(pauses[0] ?? 0);
    expect(Math.max(...pauses)).toBe(30_000);
    expect(queue.progress().failed).toEqual(['0.jpg']);
  });

  it('turns careful after repeated trouble: small pieces, one at a time', async () => {
    let trouble = 8;
    const server = new FakeServer(() => {
      if (trouble-- > 0) throw new ApiError(0, 'no connection');
    });
    const sent = files(30, 30, 30, 30, 30, 30);
    const queue = new UploadQueue('/upload', sent, server.send, noPause, () => undefined);
    await queue.run();
    await expectAllStored(server, sent);
    expect(queue.progress().careful).toBe(true);
    expect(server.calls.at(-1)?.chunkSize).toBe(4);
  });

  it('sends a file again whose size on the server is wrong', async () => {
    const server = new FakeServer();
    let lie = true;
    const send: SendChunk = async (...call) => {
      const uploaded = await server.send(...call);
      if (lie && uploaded['0.jpg']) {
        lie = false;
        return { '0.jpg': 3 };
      }
      return uploaded;
    };
    const queue = new UploadQueue('/upload', files(25), send, noPause, () => undefined);
    await queue.run();
    expect(server.calls).toHaveLength(6);
    expect(new Set(server.calls.map((chunk) => chunk.id)).size).toBe(2);
    expect(queue.progress().filesDone).toBe(1);
  });

  it('does not insist on a file that the server refuses, and sends the others', async () => {
    const server = new FakeServer((chunk) => {
      if (chunk.name === '1.jpg') throw new ApiError(400, 'bad name');
    });
    const queue = new UploadQueue('/upload', files(5, 5, 5), server.send, noPause, () => undefined);
    await queue.run();
    expect(queue.progress()).toMatchObject({ filesDone: 2, failed: ['1.jpg'] });
    expect(server.calls.filter((chunk) => chunk.name === '1.jpg')).toHaveLength(1);
  });

  it('sends only what failed when run again', async () => {
    let refuse = true;
    const server = new FakeServer((chunk) => {
      if (refuse && chunk.name === '1.jpg') throw new ApiError(413, 'too large');
    });
    const sent = files(5, 5, 5);
    const queue = new UploadQueue('/upload', sent, server.send, noPause, () => undefined);
    await queue.run();
    refuse = false;
    await queue.run();
    await expectAllStored(server, sent);
    expect(server.calls).toHaveLength(4);
  });

  it.each([401, 403, 404, 507])('stops everything at %s and can go on later', async (status) => {
    let refuse = true;
    const server = new FakeServer((_chunk, call) => {
      if (refuse && call > 2) throw new ApiError(status, 'stop');
    });
    const sent = files(5, 5, 5, 5, 5, 5);
    const queue = new UploadQueue('/upload', sent, server.send, noPause, () => undefined);
    await expect(queue.run()).rejects.toMatchObject({ status });
    expect(server.calls.length).toBeLessThanOrEqual(6);
    refuse = false;
    await queue.run();
    await expectAllStored(server, sent);
  });

  it('stops when cancelled', async () => {
    const server = new FakeServer();
    const queue: UploadQueue = new UploadQueue('/upload', files(100, 100), (...call) => {
      if (server.calls.length === 4) queue.cancel();
      return server.send(...call);
    }, noPause, () => undefined);
    await expect(queue.run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.stored.size).toBe(0);
    expect(server.calls.length).toBeLessThan(12);
  });

  it('never reports more bytes than there are, nor fewer than none', async () => {
    const server = new FakeServer((_chunk, call) => {
      if (call % 3 === 0) throw new ApiError(0, 'no connection');
    });
    const seen: number[] = [];
    const queue: UploadQueue = new UploadQueue('/upload', files(30, 40), server.send, noPause, () => seen.push(queue.progress().bytesDone));
    await queue.run();
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...seen)).toBe(70);
  });

  it('goes on with a file where an earlier upload broke off', async () => {
    const server = new FakeServer();
    const sent = files(45);
    const [file] = sent;
    if (!file) throw new Error('no file');
    await server.send('', { id: 'old', part: 'images', name: file.name, index: 1, count: 5, offset: 10, fileSize: 45, chunkSize: 10, body: file.blob.slice(10, 20) }, () => undefined, new AbortController().signal);
    await server.send('', { id: 'old', part: 'images', name: file.name, index: 0, count: 5, offset: 0, fileSize: 45, chunkSize: 10, body: file.blob.slice(0, 10) }, () => undefined, new AbortController().signal);
    server.calls.length = 0;
    await new UploadQueue('/upload', [{ ...file, begun: { id: 'old', chunkBytes: 10, received: new Set([0, 1]) } }], server.send, noPause, () => undefined).run();
    expect(server.calls.map(({ id, index }) => [id, index])).toEqual([['old', 2], ['old', 3], ['old', 4]]);
    await expectAllStored(server, sent);
  });

  it('begins anew when the server has lost the beginning', async () => {
    const server = new FakeServer((chunk) => {
      if (chunk.id === 'old') throw new ApiError(400, 'Missing chunks: 0');
    });
    const sent = files(25);
    const queue = new UploadQueue('/upload', sent.map((file) => ({ ...file, begun: { id: 'old', chunkBytes: 10, received: new Set([0, 1]) } })), server.send, noPause, () => undefined);
    await queue.run();
    await expectAllStored(server, sent);
    expect(queue.progress().failed).toEqual([]);
  });

  it('begins anew when the answer to the last chunk was lost and the server has put the file away', async () => {
    let lost = false;
    const server = new FakeServer();
    const send: SendChunk = async (...call) => {
      const chunk = call[1];
      if (lost && chunk.id.endsWith('-1')) throw new ApiError(400, 'Missing chunks: 0, 1');
      const uploaded = await server.send(...call);
      if (!lost && chunk.index + 1 === chunk.count) {
        lost = true;
        throw new ApiError(0, 'no connection');
      }
      return uploaded;
    };
    const queue = new UploadQueue('/upload', files(25), send, noPause, () => undefined);
    await queue.run();
    expect(queue.progress()).toMatchObject({ filesDone: 1, failed: [] });
  });

  it('sends an empty file as one empty chunk', async () => {
    const server = new FakeServer();
    await new UploadQueue('/upload', files(0), server.send, noPause, () => undefined).run();
    expect(server.calls).toHaveLength(1);
  });
});
