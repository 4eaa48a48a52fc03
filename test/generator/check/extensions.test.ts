import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Client, MockTransport, Response } from "@gen-client/runtime";
import { afterAll, describe, expect, test } from "vitest";
import { type Generation, generate } from "../../../generator/index.js";
import { root } from "../../support/tarballs.js";

// Inside the checkout, where the SDK finds the runtime.
const work = join(root, ".integration/extensions");
afterAll(() => rmSync(work, { recursive: true, force: true }));

const input = join(root, "fixtures/specs/petstore.yaml");

/** Generates into a folder that holds these hand-written files. */
async function generateBeside(
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<Generation & { readonly text: (path: string) => string }> {
  const output = join(work, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(output, path)), { recursive: true });
    writeFileSync(join(output, path), text);
  }
  const generation = await generate({ input, output, clean: true });
  // The check compiles what was written, and writes nothing itself.
  const { diagnostics } = await generate({ input, output, clean: true, check: true });
  return { ...generation, diagnostics, text: (path) => readFileSync(join(output, path), "utf8") };
}

const pets = `import { type CallOptions, type Method, method } from "@gen-client/runtime/codegen";
import type { Pet } from "../../models.js";
import { type GetPetArguments, getPetOperation, type GetPetResponses } from "../../operations/pets.js";
import { Pets as Generated } from "../../resources/pets.js";

export class Pets extends Generated {
  readonly #getPet: Method<GetPetArguments, GetPetResponses> = method(this, getPetOperation);

  /** Replaces the generated method: ids are lower case. */
  override readonly getPet: Method<GetPetArguments, GetPetResponses> = Object.assign(
    ({ petId }: GetPetArguments, options?: CallOptions) => this.#getPet({ petId: petId.toLowerCase() }, options),
    this.#getPet,
  );

  /** Adds one. */
  async rename(petId: string, name: string): Promise<Pet> {
    const pet = await this.getPet({ petId });
    return await this.replacePet({ petId, body: { ...pet, name } });
  }
}
`;
const client = `import { PetStore as Generated } from "../client.js";

export class PetStore extends Generated {
  isOpen(): Promise<boolean> {
    return this.getHealth().then(({ status }) => status === "open");
  }
}
`;

describe("files in extensions/", () => {
  const files = {
    "extensions/resources/pets.ts": pets,
    "extensions/client.ts": client,
    "extensions/index.ts": "export const petKinds = 3;\n",
  };

  test("add and replace methods, compile, and survive the next run", async () => {
    const { diagnostics, folder } = await generateBeside("all", files);
    expect(diagnostics).toEqual([]);
    expect((await generateBeside("all", {})).diagnostics).toEqual([]);
    for (const path of Object.keys(files)) expect(existsSync(join(folder, path))).toBe(true);

    const sdk = (await import(join(folder, "index.ts"))) as Record<string, unknown> & {
      // What the hand-written class above is.
      PetStore: new (
        options: object,
      ) => {
        isOpen(): Promise<boolean>;
        withOptions(options: object): { isOpen(): Promise<boolean> };
        pets: {
          rename(id: string, name: string): Promise<{ name: string }>;
          getPet: { build(args: object): unknown };
        };
        client: Client;
      };
    };
    const seen: string[] = [];
    const transport = new MockTransport((request) => {
      seen.push(`${request.method} ${request.url.pathname}`);
      if (request.url.pathname === "/v1/health") return new Response(200, { json: { status: "open" } });
      const sent =
        request.method === "PUT"
          ? (JSON.parse(String(new TextDecoder().decode(request.content))) as object)
          : {};
      return new Response(200, { json: { id: "p1", name: "Rex", kind: "dog", ...sent } });
    });
    const api = new sdk.PetStore({ transport, auth: { bearer: "x" } });
    expect((await api.pets.rename("P1", "Max")).name).toBe("Max");
    expect(await api.withOptions({ timeout: 1000 }).isOpen()).toBe(true);
    expect(seen).toEqual(["GET /v1/pets/p1", "PUT /v1/pets/P1", "GET /v1/health"]);
    expect(api.pets.getPet.build({ petId: "p1" })).toBeDefined();
    expect(sdk.petKinds).toBe(3);
  });

  test("that are gone leave no trace", async () => {
    const { folder } = await generateBeside("gone", files);
    rmSync(join(folder, "extensions"), { recursive: true });
    const { diagnostics, text } = await generateBeside("gone", {});
    expect(diagnostics).toEqual([]);
    expect(text("client.ts") + text("index.ts")).not.toContain("extensions");
  });

  test("must export the class that they are there to extend", async () => {
    const { diagnostics, written } = await generateBeside("without", {
      "extensions/resources/pets.ts": "export class Pet {}\n",
    });
    expect(diagnostics).toMatchObject([{ code: "extension-class-missing", severity: "error" }]);
    expect(written).toBeUndefined();
  });

  test("may export it under its name by a list", async () => {
    const { diagnostics } = await generateBeside("list", {
      "extensions/client.ts": `${client.replace("export class PetStore", "class Better")}\nexport { Better as PetStore };\n`,
    });
    expect(diagnostics).toEqual([]);
  });

  test("are told when they extend nothing, with the nearest name", async () => {
    const { diagnostics } = await generateBeside("near", { "extensions/resources/pet.ts": pets });
    expect(diagnostics).toMatchObject([
      { code: "extension-unmatched", help: 'Did you mean "extensions/resources/pets.ts"?' },
    ]);
  });
});
