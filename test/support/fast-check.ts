import fc from "fast-check";

// CI tries the same cases each time, so that a red run is about the change; everywhere else each run tries others.
if (process.env.CI !== undefined) fc.configureGlobal({ seed: 20_261_125 });

export { fc };
