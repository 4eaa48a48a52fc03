// The hashes of digest authentication. Not the platform's: it has no MD5 outside Node, and no SHA-512/256.

import { md5, sha1 } from "@noble/hashes/legacy";
import { sha256, sha512, sha512_256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import type { DigestAlgorithm } from "./digest-challenge.js";
import type { HexHash } from "./digest-response.js";

const hashes: Readonly<Record<DigestAlgorithm, (data: Uint8Array) => Uint8Array>> = {
  MD5: md5,
  SHA: sha1,
  "SHA-256": sha256,
  "SHA-512": sha512,
  "SHA-512-256": sha512_256,
};

export function hexHash(algorithm: DigestAlgorithm): HexHash {
  return (data) => bytesToHex(hashes[algorithm](data));
}
