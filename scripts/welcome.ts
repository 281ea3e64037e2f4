/** Run by `npm start` when the server answers: what a newcomer needs next. */
import { readSettings } from '@/server/core/settings.ts';
import { firstStepCommands } from '@/texts/first-steps.ts';

const settings = readSettings(process.env);
const { publicUrl, sandboxUrl } = settings;
const commands = firstStepCommands(publicUrl, sandboxUrl === null ? 'YOUR_PROVIDER' : 'sandbox_openbanking');
const keyLine =
  settings.apiKey === undefined ? 'with your API key in MOORAGE_API_KEY' : 'with $MOORAGE_API_KEY';

console.log(`
  Moorage is ready at ${publicUrl}
${sandboxUrl === null ? '' : `  Sandbox provider at ${sandboxUrl}\n`}
  Your first connection, ${keyLine}:

${commands.map((command) => command.replace(/^/gm, '    ')).join('\n')}

  Open the link it prints. More keys and admins: npm run moorage -- --help
`);
