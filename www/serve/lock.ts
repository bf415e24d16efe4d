/** One server to a file. */
import { openSync, closeSync, readFileSync, rmSync, writeSync } from 'node:fs';

/** Takes the file for this process, and gives the way to let it go. A lock that a killed process left behind is taken over. */
export function lock(path: string): () => void {
  const name = `${path}.lock`;
  if (!taken(name)) {
    const owner = Number(readFileSync(name, 'utf8'));
    if (owner !== process.pid && isAlive(owner)) {
      throw new Error(`it is in use by process ${owner}; if that is no glass-kms, delete ${name}`);
    }
    rmSync(name);
    if (!taken(name)) throw new Error('another process has just taken it');
  }
  return () => rmSync(name, { force: true });
}

function taken(name: string): boolean {
  try {
    const file = openSync(name, 'wx', 0o600);
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else's is alive, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** Killed, and listed only because its parent has not asked how it ended: in containers nobody may ever ask (proc_pid_stat(5)). */
function isZombie(pid: number): boolean {
  try {
    return /^[ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, ''));
  } catch {
    // Only Linux tells, and only while the process is listed.
    return false;
  }
}
