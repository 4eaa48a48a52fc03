// Preloaded into a measured process (`node --import`): reports CPU time and peak memory on its way out.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const report = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 };
  writeFileSync(/** @type {string} */ (process.env.USAGE_FILE), JSON.stringify(report));
});
