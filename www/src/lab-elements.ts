/** The parts beneath and beside the picture: they may arrive a moment after it. */
import './inspector/inspector.ts';
import './panels/breaks.ts';
import './panels/inputs.ts';
