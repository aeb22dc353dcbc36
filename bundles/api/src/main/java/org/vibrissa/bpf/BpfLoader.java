package org.vibrissa.bpf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A bundle's way to the kernel's BPF. Each bundle gets its own instance: what it loads, attaches
 * and pins is recorded under that bundle and released when it stops, except what it declared to
 * survive. Thread-safe; methods block for the time of their system calls.
 *
 * <p>Devices and packets refer to the calling thread's network namespace.
 */
@ProviderType
public interface BpfLoader {
    /** Where a tcx program stands among others on the same hook. */
    enum Order {
        /** Before all that are there. */
        FIRST,
        /** After all that are there. */
        LAST
    }

    /**
     * Reads an object file of the calling bundle without loading anything.
     *
     * @param entry path in the bundle, such as {@code bpf/core.bpf.o}
     * @throws BpfException when there is no such entry or it is no BPF object
     */
    BpfObjectSpec open(String entry);

    /**
     * Loads programs and maps. Maps that the request says survive are reused from their pins when
     * they exist, as are shared maps of this and other bundles; layouts are compared first. Nothing
     * stays in the kernel when it fails.
     *
     * @throws VerifierRejectedException with the verifier's log
     * @throws LayoutMismatchException when a reused map has another layout
     * @throws NotGrantedException when the object uses a map of another bundle without a grant
     * @throws NoConverterException when a map that is to survive is pinned with other layout
     *     versions only, and the manifest declares no converter from any of them
     * @throws NotSupportedException when the kernel lacks a feature that the manifest asks for
     */
    BpfObject load(ObjectRequest request);

    /**
     * A map this bundle pinned in an earlier life, with the given layout version.
     *
     * @throws LayoutMismatchException when the codecs do not fit it
     */
    <K, V> Optional<BpfMap<K, V>> pinned(String map, int schema, Codec<K> key, Codec<V> value);

    /** Removes the pin of one of this bundle's maps. False when there is none. */
    boolean unpin(String map, int schema);

    /** The layout versions of one of this bundle's maps that have a pin, ascending. */
    List<Integer> pinnedSchemas(String map);

    /**
     * Which layout version of one of this bundle's maps a program uses: the program that stands in
     * a slot tells so which of several pinned ones is in use.
     *
     * @param programId the kernel's id of it, such as {@code SlotInfo.programId()}
     * @return empty when the program is gone or uses none of those that have a pin
     */
    Optional<Integer> schemaUsedBy(String map, int programId);

    /** A program this bundle pinned in an earlier life. */
    Optional<BpfProgram> pinnedProgram(String name);

    /**
     * A map of another bundle, by the grant in this bundle's manifest.
     *
     * @throws NotGrantedException naming the header to add
     * @throws LayoutMismatchException when the codecs do not fit it
     */
    <K, V> BpfMap<K, V> granted(String map, Access access, Codec<K> key, Codec<V> value);

    /**
     * Attaches to a device, by a tcx link or, where the kernel has none, by a clsact filter which
     * is replaced in place. When {@code pin} exists already it is adopted: the attachment is kept
     * and its program replaced.
     *
     * @param program built as {@code SEC("tc")}
     * @param ifindex the device, in the calling thread's network namespace
     * @param pin keeps it attached over the bundle's stop and the daemon's end; 1..60 of {@code
     *     [A-Za-z0-9_-]}
     */
    default BpfLink attachTcx(
            BpfProgram program, int ifindex, Direction direction, Optional<String> pin) {
        return attachTcx(program, ifindex, direction, Order.LAST, pin);
    }

    /** As above with a place among other tcx programs; clsact honours it by preference. */
    BpfLink attachTcx(
            BpfProgram program,
            int ifindex,
            Direction direction,
            Order order,
            Optional<String> pin);

    /**
     * Attaches an XDP program, in driver mode when the device has it, else generic.
     *
     * @param pin as in {@link #attachTcx}
     */
    BpfLink attachXdp(BpfProgram program, int ifindex, Optional<String> pin);

    /**
     * Attaches to a cgroup (version 2).
     *
     * @param cgroup the cgroup's folder
     * @param pin as in {@link #attachTcx}
     */
    BpfLink attachCgroup(BpfProgram program, Path cgroup, CgroupAttach type, Optional<String> pin);

    /** The attachment this bundle pinned under that name in an earlier life. */
    Optional<BpfLink> adopt(String pin);

    /** Names of this bundle's pinned attachments. */
    List<String> pinnedLinks();

    /**
     * Opens a ring buffer for reading. Records go to one reader: whoever owns the ring, or has a
     * grant to write it.
     *
     * @param map a map of type {@link MapType#RINGBUF}, viewed with {@link PlainCodecs#NONE}
     */
    RingReader openRing(BpfMap<?, ?> map);

    /** What the kernel can do. */
    Features features();

    /**
     * Takes the sole right to write a chain in this node's bpffs folder.
     *
     * @throws LeaseHeldException naming the daemon that has it
     */
    ChainLease lease(String chain);

    /**
     * Moves all entries of a map to a new layout while programs use both.
     *
     * <p>Order: copy; {@code switchOver} (which makes new programs run); wait until no old program
     * runs; catch-up of what the old map gained or changed since the copy. From the start until the
     * returned window is closed each write through a {@link BpfMap} of this daemon to either map is
     * also done on the other. Entries are never lost; a count that a program adds in the
     * microsecond between read and write of its entry in the catch-up may be.
     *
     * @param switchOver replaces the programs; when it throws, the migration ends and the old map
     *     stays in use
     */
    <K, V, L, W> DualWriteWindow migrate(MapMigration<K, V, L, W> migration, Runnable switchOver);
}
