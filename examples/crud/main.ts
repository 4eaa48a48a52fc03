// A CRUD API: create, read, change, list and delete, and what happens when the server says no.

import { isErrorOf, PetStore } from "../sdk/petstore/index.js";

export async function main(server: string): Promise<void> {
  await using api = new PetStore({
    baseUrl: server,
    auth: { bearer: "open-sesame" },
    timeout: 10_000,
    retries: 2,
  });

  const rex = await api.pets.createPet({ body: { name: "Rex", kind: "dog" } });
  console.log(`created ${rex.id}`);

  const { data, status } = await api.pets.getPet({ petId: rex.id }).withResponse();
  console.log(`read ${data.name}: ${status}`);

  const renamed = await api.pets.replacePet({ petId: rex.id, body: { name: "Max", kind: "dog" } });
  console.log(`renamed to ${renamed.name}`);

  // Pages are fetched as the loop gets to them.
  const names: string[] = [];
  for await (const pet of api.pets.listPets({ limit: 2 })) names.push(pet.name);
  console.log(`listed ${names.length} pets, the last one ${names.at(-1)}`);

  try {
    await api.pets.createPet({ body: { name: "", kind: "dog" } });
  } catch (error) {
    if (!isErrorOf(error, api.pets.createPet) || error.status !== 422) throw error;
    console.log(`refused: ${JSON.stringify(error.data.errors)}`);
  }

  await api.pets.deletePet({ petId: rex.id });
  const outcome = await api.pets.getPet({ petId: rex.id }).result();
  if (outcome.status === 404) console.log(`gone: ${outcome.data.title}`);
}
