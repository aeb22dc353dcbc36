package org.vibrissa.bpf.internal.own;

import java.util.Optional;
import org.vibrissa.bpf.Access;

/** Who may use whose maps, as the manifests say. */
public interface Sharing {
    /**
     * A map that a bundle offers to others.
     *
     * @param symbolicName the bundle that owns it
     * @param access the most it grants
     * @param schema version of the map's layout
     */
    record Provided(String symbolicName, Access access, int schema) {}

    /** Who offers a map of that name. */
    Optional<Provided> provider(String map);

    /** What a bundle's manifest lets it do with another's map. */
    Optional<Access> granted(Owner consumer, String map);

    /** Whether a bundle offers the contract of the datapath; its pins are the core's. */
    boolean core(Owner owner);
}
