// Compiles components/connect/connect.css and writes it as a module, with the hash that the CSP allows it by.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const output = path.join(root, 'generated/connect.css');

const manifestPath = createRequire(import.meta.url).resolve('@tailwindcss/cli/package.json');
const { bin } = JSON.parse(readFileSync(manifestPath, 'utf8'));
const cli = path.join(path.dirname(manifestPath), bin.tailwindcss);

mkdirSync(path.dirname(output), { recursive: true });
execFileSync(
  process.execPath,
  [cli, '--input', 'components/connect/connect.css', '--output', output, '--minify'],
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
);

// The licence note of Tailwind's own source is kept in NOTICE-like files, not in every answer.
const css = readFileSync(output, 'utf8')
  .replace(/^\/\*!.*?\*\/\s*/s, '')
  .trim();
if (css.includes('</')) throw new Error('generated/connect.css would end its own <style>');

const hash = `sha256-${createHash('sha256').update(css).digest('base64')}`;
writeFileSync(
  path.join(root, 'generated/connect-css.ts'),
  `/** Written by scripts/build-connect-css.js. */\nexport const connectCss: string = ${JSON.stringify(css)};\n\n` +
    `/** For the CSP: \`style-src '\${connectCssHash}'\`. */\nexport const connectCssHash = ${JSON.stringify(hash)};\n`,
);
