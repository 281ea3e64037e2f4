/** `npm run web`: the server without workers, for many machines on one Postgres (`npm run worker` runs those). */
import { launch } from './launch.js';

await launch('web');
