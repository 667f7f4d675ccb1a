// What a reader may want once there are digits: it comes with them, as a script of its own,
// and a page that is only read does without.

import { fileOf, inPython, networkInFile } from "./network_file.js";
import { createWayBack } from "./way_back.js";

export default { createWayBack, fileOf, inPython, networkInFile };
