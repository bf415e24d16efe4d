/**
 * Everything that authors can take: the page and `glass-kms.js` in dist/, the single file beside them, a drawing of each
 * step, and the npm package in dist-npm/. `npm run build`; the engine must stand in pkg/.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import { withFallback } from './fallback.ts';
import { npmPackage } from './npm.ts';
import { at, TEXT } from './paths.ts';
import { singleFile } from './single.ts';
import { stills } from './stills.ts';

await build({ root: at('.'), logLevel: 'warn' });
const page = at('dist/index.html');
writeFileSync(page, withFallback(readFileSync(page, TEXT)));
await singleFile();
stills();
await npmPackage();
