import { prepareEngine } from "./engine";

export default prepareEngine;
