/** Files on their way to the form of a new task: dropped or chosen before the form is on the page. */
const waiting = new Map<number, File[]>();

export function offerFiles(project: number, files: File[]): void {
  waiting.set(project, [...(waiting.get(project) ?? []), ...files]);
}

export function takeFiles(project: number): File[] {
  const files = waiting.get(project) ?? [];
  waiting.delete(project);
  return files;
}

/** All files of a drop, with those of dropped folders and the folders inside them. */
export async function filesOfDrop(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return [...transfer.files];
  const lists = await Promise.all(entries.map(filesOfEntry));
  return lists.flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  // A directory reader hands out its entries in parts and ends with an empty one.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return files;
    for (const list of await Promise.all(part.map(filesOfEntry))) files.push(...list);
  }
}
