/** Run by `npm start` when the server answers: what a newcomer needs next. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createSetupLink } from '@/server/admins/index.ts';
import { readSettings } from '@/server/core/settings.ts';
import { createRuntime } from '@/server/runtime/runtime.ts';
import { firstStepCommands } from '@/texts/first-steps.ts';

const settings = readSettings(process.env);
const { publicUrl, sandboxUrl } = settings;
const commands = firstStepCommands(publicUrl, sandboxUrl === null ? 'YOUR_PROVIDER' : 'sandbox_openbanking');
const keyLine =
  settings.apiKey === undefined ? 'with your API key in MOORAGE_API_KEY' : 'with $MOORAGE_API_KEY';
/** There when the first start had no terminal to show the key on. */
const keyFile = path.join(settings.dataDir, 'first-api-key');
const isKeyInFile = settings.apiKey === undefined && existsSync(keyFile);

const indented = (lines: string[]) => lines.map((line) => `    ${line}`).join('\n');
/** Null once there is an admin. A link of an earlier start ends with this. */
async function newSetupLink(): Promise<string | null> {
  const runtime = createRuntime(settings);
  try {
    return await createSetupLink(runtime);
  } finally {
    await runtime.database.$disconnect();
  }
}

const setupLink = await newSetupLink();
const dashboardLines =
  setupLink === null
    ? `Dashboard at ${publicUrl}/admin`
    : `Dashboard: become its first admin with this link. It works once, until the next start.\n\n    ${publicUrl}${setupLink}`;

console.log(`
  Moorage is ready at ${publicUrl}
${sandboxUrl === null ? '' : `  Sandbox provider at ${sandboxUrl}\n`}
  ${dashboardLines}

  Your first connection, ${keyLine}:

${isKeyInFile ? `    export MOORAGE_API_KEY=$(cat ${keyFile})\n` : ''}${indented(commands.slice(0, 3))}

  Open the link it prints and approve. Then fetch and read the data:

${indented(commands.slice(3))}

  More keys and admins: npm run moorage -- --help
`);
