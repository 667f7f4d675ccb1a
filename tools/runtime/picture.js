// Makes a picture of a part of the page; loaded when a reader wants one.

import { toPng } from "html-to-image";

window.livePicture = toPng;
