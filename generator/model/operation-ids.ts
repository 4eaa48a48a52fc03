import type { Checked, Diagnostic } from "../diagnostics.js";
import type { Operation } from "./api.js";

/** Keeps an `operationId` only where it is unique: of several, none has it, so that order decides nothing. */
export function uniqueOperationIds(operations: readonly Operation[]): Checked<readonly Operation[]> {
  const counts = new Map<string, number>();
  for (const { operationId } of operations) {
    if (operationId !== undefined) counts.set(operationId, (counts.get(operationId) ?? 0) + 1);
  }
  const diagnostics: Diagnostic[] = [];
  const value = operations.map((operation) => {
    const { operationId } = operation;
    if (operationId === undefined) {
      diagnostics.push(missing(operation));
      return operation;
    }
    if (counts.get(operationId) === 1) return operation;
    diagnostics.push(duplicate(operation, operationId));
    const { operationId: _, ...unnamed } = operation;
    return unnamed;
  });
  return { value, diagnostics };
}

function missing({ method, path, source }: Operation): Diagnostic {
  return {
    code: "operation-id-missing",
    severity: "warning",
    message: `"${method} ${path}" has no operationId; it is named after its method and path.`,
    help: "Add an operationId: it becomes the name of the method.",
    pointer: source,
  };
}

function duplicate({ method, path, source }: Operation, operationId: string): Diagnostic {
  return {
    code: "operation-id-duplicate",
    severity: "warning",
    message: `The operationId "${operationId}" is used more than once; "${method} ${path}" is named after its method and path.`,
    help: "Give each operation an operationId of its own.",
    pointer: source,
  };
}
