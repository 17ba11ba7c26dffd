-- A link that is sent anew is from whoever sends it: who shared it first may be gone.
grant update (shared_by) on guest_links to portico_runtime;
