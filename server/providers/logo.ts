import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { getManifest } from './catalogue.ts';

const providersFolder = path.join(process.cwd(), 'providers');
const logos = new Map<string, string>();

/**
 * The provider's logo as SVG text, read from the disk once.
 *
 * @throws AppError PROVIDER_NOT_FOUND
 */
export async function readProviderLogo(name: string): Promise<string> {
  const manifest = getManifest(name);
  const known = logos.get(name);
  if (known !== undefined) return known;
  const logo = await readFile(path.join(providersFolder, manifest.name, manifest.logo), 'utf8');
  logos.set(name, logo);
  return logo;
}
