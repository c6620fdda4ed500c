export interface Form {
  fields: Record<string, string>;
  file: { part: string; name: string; size: number } | null;
}

/** Reads a multipart body with at most one file. */
export function parseMultipart(body: Buffer, contentType: string): Form {
  const form: Form = { fields: {}, file: null };
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1];
  if (!boundary) return form;
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  while (at >= 0) {
    const next = body.indexOf(mark, at + mark.length);
    if (next < 0) return form;
    readPart(body.subarray(at + mark.length + 2, next - 2), form);
    at = next;
  }
  return form;
}

function readPart(part: Buffer, form: Form): void {
  const split = part.indexOf('\r\n\r\n');
  const head = part.subarray(0, split).toString('utf8');
  const content = part.subarray(split + 4);
  const file = /filename="([^"]*)"/.exec(head)?.[1];
  const name = /[; ]name="([^"]*)"/.exec(head)?.[1];
  if (file !== undefined) form.file = { part: name ?? '', name: file, size: content.length };
  else if (name !== undefined) form.fields[name] = content.toString('utf8');
}
