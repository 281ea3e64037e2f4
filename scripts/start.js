/** `npm start`: setup, production build included, then the server and the sandbox provider. */
import { launch } from './launch.js';

await launch('start');
