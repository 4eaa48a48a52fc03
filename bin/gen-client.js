#!/usr/bin/env node
import module from "node:module";
import { setFlagsFromString } from "node:v8";

// V8 optimises code for processes that stay. A run is over so soon that most of it never pays back, and takes a
// quarter of the CPU time: let functions run for longer before. Later versions have Maglev between the two.
if (process.version.startsWith("v20.")) setFlagsFromString("--interrupt-budget=1000000");
// Node 22.8 and later can keep compiled code from run to run.
module.enableCompileCache?.();

const { main } = await import("../dist/cli.js");
process.exitCode = await main(process.argv.slice(2));
