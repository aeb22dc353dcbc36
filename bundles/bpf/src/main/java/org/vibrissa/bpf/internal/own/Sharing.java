package org.vibrissa.bpf.internal.own;

import java.util.Optional;
import java.util.Set;
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

    /**
     * What a bundle says of one of its own maps.
     *
     * @param schema version of the layout
     * @param converts versions whose entries it takes over
     */
    record Stated(int schema, Set<Integer> converts) {
        public Stated {
            converts = Set.copyOf(converts);
        }
    }

    /** Who offers a map of that name. */
    Optional<Provided> provider(String map);

    /** What a bundle's manifest lets it do with another's map. */
    Optional<Access> granted(Owner consumer, String map);

    /** Whether a bundle offers the contract of the datapath; its pins are the core's. */
    boolean core(Owner owner);

    /** What a bundle's manifest says of one of its own maps; empty when it says nothing. */
    Optional<Stated> layout(Owner owner, String map);

    /** Names of the kernel features that a bundle's manifest asks for. */
    Set<String> features(Owner owner);

    /** The clause of a consumer's {@code Require-Capability} that would grant a map. */
    String clause(String map, Access wanted);
}
