// A streaming chat API: the answer is printed as it arrives, and can be broken off.

import { PetStore } from "../sdk/petstore/index.js";

export async function main(server: string): Promise<void> {
  await using api = new PetStore({ baseUrl: server, auth: { bearer: "open-sesame" } });

  const body = { question: "What is p1?" };
  const words: string[] = [];
  for await (const event of api.chat.streamChat({ body })) words.push(event.data.text);
  console.log(words.join("|"));

  // Leaving the loop closes the response.
  for await (const event of api.chat.streamChat({ body })) {
    console.log(`enough after "${event.data.text.trim()}"`);
    break;
  }
}
