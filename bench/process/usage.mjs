// Preloaded into a measured process and its children: each reports CPU time and peak memory on its way out.
import { appendFileSync } from "node:fs";

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const report = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 };
  appendFileSync(/** @type {string} */ (process.env.USAGE_FILE), `${JSON.stringify(report)}\n`);
});
