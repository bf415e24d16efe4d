/** A file of lines that grows at its end, and is replaced as a whole from time to time. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Only the owner may read it. */
const MODE = 0o600;

export class Journal {
  readonly #path: string;
  #file: FileHandle | undefined;
  /** The first line of the file that is to take the place of this one. */
  #first: string | undefined;
  #lines: string[] = [];
  /** The write that is under way, and the one that waits for it. */
  #current: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Begins the file anew. It takes the place of the one before at once and whole: there is never half a file. */
  replace(first: string): void {
    this.#first = first;
    this.#lines = [];
  }

  /** Adds a line. */
  add(line: string): void {
    this.#lines.push(line);
  }

  /**
   * Resolves when all that was added until now is on the disk. Whoever asks while a write is under way shares the next one.
   * A file that could not be written once is not written again.
   */
  settled(): Promise<void> {
    this.#next ??= this.#current.then(async () => {
      // Others that arrived at the same time have their lines in this write too.
      await new Promise(setImmediate);
      this.#next = undefined;
      return (this.#current = this.#write());
    });
    return this.#next;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.#file?.close();
  }

  async #write(): Promise<void> {
    const [first, lines] = [this.#first, this.#lines.map((line) => `${line}\n`).join('')];
    this.#first = undefined;
    this.#lines = [];
    if (first !== undefined) {
      await this.#file?.close();
      this.#file = await replaced(this.#path, `${first}\n${lines}`);
    } else if (lines !== '') {
      await this.#file?.appendFile(lines);
      await this.#file?.datasync();
    }
  }
}

/** Writes a file beside the one that it then becomes, and leaves it open. */
async function replaced(path: string, text: string): Promise<FileHandle> {
  const beside = `${path}.new`;
  const file = await open(beside, 'w', MODE);
  try {
    await file.appendFile(text);
    await file.sync();
    await rename(beside, path);
    await syncFolder(dirname(path));
    return file;
  } catch (error) {
    await file.close();
    await rm(beside, { force: true });
    throw error;
  }
}

/** A rename is on the disk when its folder is. Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
