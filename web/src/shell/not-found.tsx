import { Link } from "@tanstack/react-router";

export function NotFound() {
  return (
    <div className="mx-auto flex h-full max-w-md flex-col items-start justify-center gap-4 px-6">
      <h1 className="text-xl font-semibold">There is no such page</h1>
      <p className="text-quiet">The address may be mistyped, or belong to another version.</p>
      <Link className="button-outline" to="/">
        Ask a question
      </Link>
    </div>
  );
}
