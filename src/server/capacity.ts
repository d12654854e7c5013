import type { Settings } from "../settings/schema.ts";

/** Descriptors that connections leave to everything else: the ports, the runtime, the owner's files. */
const RESERVED = 64;

/**
 * How many connections there may be at a time: clients, those who are about to be, and never so many that the system
 * has no descriptor for another one. Out of descriptors Bun would ask for it again and again, and be busy with that.
 */
export function capacityOf(
  { clients, pending }: Settings["limits"],
  descriptors = mostDescriptors(),
): number {
  const wanted = clients === 0 || pending === 0 ? Number.POSITIVE_INFINITY : clients + pending;
  return Math.min(wanted, descriptors - Math.min(RESERVED, Math.ceil(descriptors / 2)));
}

/** How many files and sockets this process may have open: infinite where the system does not say. */
function mostDescriptors(): number {
  const { userLimits } = process.report.getReport() as {
    userLimits?: { open_files?: { soft: number | "unlimited" } };
  };
  const most = userLimits?.open_files?.soft;
  return typeof most === "number" ? most : Number.POSITIVE_INFINITY;
}
