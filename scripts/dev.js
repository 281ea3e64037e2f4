/** `npm run dev`: setup, then the development server, which builds what is asked for, and the sandbox provider. */
import { launch } from './launch.js';

await launch('dev');
