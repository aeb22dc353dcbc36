package org.vibrissa.bpf;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Everything this daemon has in the kernel's BPF, by owner. Thread-safe. */
@ProviderType
public interface BpfInventory {
    /**
     * A program.
     *
     * @param owner symbolic name and version of its bundle
     */
    record Program(
            int id, String name, String type, String tag, String owner, Optional<String> pin) {}

    /**
     * A map.
     *
     * @param owner symbolic name and version of its bundle
     * @param users other bundles which hold a grant on it now
     */
    record MapItem(MapInfo info, String owner, List<String> users) {}

    /**
     * An attachment.
     *
     * @param owner symbolic name and version of its bundle
     */
    record Link(
            int id,
            BpfLink.Form form,
            String target,
            int programId,
            String owner,
            Optional<String> pin) {}

    /**
     * A file in this node's bpffs folder.
     *
     * @param path absolute path
     * @param kind map, program or link
     * @param owner symbolic name of its bundle
     * @param held whether a running bundle holds it
     */
    record Pin(String path, String kind, String owner, boolean held) {}

    /** Loaded programs, by id. */
    List<Program> programs();

    /** Maps in use, by id. */
    List<MapItem> maps();

    /** Attachments, by target. */
    List<Link> links();

    /** Pins, by path; also those that no running bundle holds. */
    List<Pin> pins();

    /** Counts runs and time of all programs (a few ns each) until the result is closed. */
    StatsLease enableStats();

    /** Keeps statistics on. */
    interface StatsLease extends AutoCloseable {
        @Override
        void close();
    }
}
