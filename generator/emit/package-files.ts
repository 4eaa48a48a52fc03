// `--package`: what makes a folder of sources a package that can be published.

import type { Api, Operation } from "../model/api.js";
import type { Names } from "../naming/names.js";
import { apiListFile } from "./api-list-file.js";
import { buildConfigFile } from "./build-config-file.js";
import type { Layout } from "./file-scope.js";
import { type Manifest, type ManifestOptions, manifestFile, packageName } from "./manifest-file.js";
import type { OutputFile } from "./output-file.js";
import { readmeFile } from "./readme-file.js";

export interface PackageOptions {
  /** The package's name, or `true` for one made from the API's. */
  readonly name: string | true;
  readonly manifest: Manifest | undefined;
  readonly byTag: ReadonlyMap<string | undefined, readonly Operation[]>;
}

export function packageFiles(
  api: Api,
  names: Names,
  { name, manifest, byTag }: PackageOptions,
  layout: Layout,
): OutputFile[] {
  const options: ManifestOptions = {
    ...(name === true ? {} : { name }),
    ...(manifest === undefined ? {} : { existing: manifest }),
  };
  const { scalars } = layout.codecs;
  const readme = {
    packageName: packageName(names, options),
    isInline: layout.isInline,
    byTag,
    scalars,
  };
  return [
    manifestFile(api, names, options, layout),
    buildConfigFile(layout),
    readmeFile(api, names, readme),
    apiListFile(api, names, byTag, scalars),
  ];
}
