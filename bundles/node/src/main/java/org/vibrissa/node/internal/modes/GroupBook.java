package org.vibrissa.node.internal.modes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.datapath.Paths;
import org.vibrissa.node.PathGroup;
import org.vibrissa.node.internal.spec.Selection;
import org.vibrissa.runtime.AtomicFile;
import org.vibrissa.runtime.Node;

/**
 * Numbers, modes in force and accepted modes of the path groups: in a file, so that a restart goes
 * on where the last daemon was, and the forward slots in the kernel's table. Where the two differ
 * at a start the kernel is right, for a crash may fall between its write and the file's. Thread
 * safe; a reader waits for no write.
 */
@Component(service = GroupBook.class)
public final class GroupBook {
    private static final int DEFAULT_NUMBER = 1;
    private static final int LARGEST_NUMBER = PathGroup.LARGEST_NUMBER;

    private final Path file;
    private final Paths paths;
    private volatile SortedMap<String, GroupRecord> records;

    @Activate
    public GroupBook(@Reference Node node, @Reference Paths paths) {
        this(node.stateDir().resolve("path-groups.json"), paths);
    }

    /** The book in that file. */
    public static GroupBook in(Path file, Paths paths) {
        return new GroupBook(file, paths);
    }

    // Not public: the component runtime looks at every public constructor of as many parameters.
    private GroupBook(Path file, Paths paths) {
        this.file = file;
        this.paths = paths;
        this.records = adopted(read(file), paths.groups());
    }

    private static SortedMap<String, GroupRecord> read(Path file) {
        if (!Files.exists(file)) {
            return new TreeMap<>();
        }
        try {
            return GroupText.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read "
                            + file
                            + ": "
                            + e.getMessage()
                            + "; move it away to let the path groups start anew",
                    e);
        }
    }

    private static SortedMap<String, GroupRecord> adopted(
            SortedMap<String, GroupRecord> stored, Map<Integer, Integer> kernel) {
        SortedMap<String, GroupRecord> result = new TreeMap<>(stored);
        result.replaceAll(
                (name, record) -> {
                    Integer slot = kernel.get(record.number());
                    return record.accepts().stream()
                            .filter(a -> slot != null && a.slot() == slot)
                            .findFirst()
                            .map(a -> record.withInForce(a.mode()))
                            .orElse(record);
                });
        return Collections.unmodifiableSortedMap(result);
    }

    /** A snapshot. */
    public SortedMap<String, GroupRecord> all() {
        return records;
    }

    public Optional<GroupRecord> get(String group) {
        return Optional.ofNullable(records.get(group));
    }

    public Optional<String> inForce(String group) {
        return get(group).map(GroupRecord::inForce).filter(mode -> !mode.isEmpty());
    }

    /** The group's record; a new one has the lowest free number. */
    public synchronized GroupRecord ensure(String group) {
        GroupRecord known = records.get(group);
        if (known != null) {
            return known;
        }
        Set<Integer> taken = new HashSet<>();
        records.values().forEach(record -> taken.add(record.number()));
        int number = DEFAULT_NUMBER;
        if (!group.equals(Selection.DEFAULT)) {
            do {
                number++;
            } while (taken.contains(number));
        }
        if (number > LARGEST_NUMBER) {
            throw new IllegalStateException("there is no number left for path group " + group);
        }
        return put(group, new GroupRecord(number, "", java.util.List.of()));
    }

    /** Durable when it returns. */
    public synchronized void accept(String group, Accepted mode) {
        GroupRecord record = ensure(group);
        if (!record.accepted(mode.mode()).equals(Optional.of(mode))) {
            put(group, record.with(mode));
        }
    }

    /**
     * Durable when it returns.
     *
     * @throws IllegalStateException when the mode is in force
     */
    public synchronized void unaccept(String group, String mode) {
        GroupRecord record = records.get(group);
        if (record == null || record.accepted(mode).isEmpty()) {
            return;
        }
        if (record.inForce().equals(mode)) {
            throw new IllegalStateException(
                    "mode " + mode + " is in force in group " + group + "; force another first");
        }
        put(group, record.without(mode));
    }

    /**
     * The kernel first, so that the write everybody waits for is the fast one.
     *
     * @throws IllegalStateException when the group does not accept the mode
     */
    public synchronized void force(String group, String mode) {
        GroupRecord record = ensure(group);
        Accepted accepted =
                record.accepted(mode)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "group %s does not accept mode %s; it accepts %s"
                                                        .formatted(group, mode, record.modes())));
        paths.setGroup(record.number(), accepted.slot());
        if (!record.inForce().equals(mode)) {
            put(group, record.withInForce(mode));
        }
    }

    /** Writes slots that the kernel has not, as after a reboot; the others are not touched. */
    public synchronized void restore(Set<String> provided) {
        Map<Integer, Integer> kernel = paths.groups();
        for (GroupRecord record : records.values()) {
            record.accepted(record.inForce())
                    .filter(mode -> provided.contains(mode.mode()))
                    .filter(mode -> kernel.getOrDefault(record.number(), 0) != mode.slot())
                    .ifPresent(mode -> paths.setGroup(record.number(), mode.slot()));
        }
    }

    /** The group is no more and no node is in it. */
    public synchronized void remove(String group) {
        GroupRecord record = records.get(group);
        if (record != null) {
            SortedMap<String, GroupRecord> next = new TreeMap<>(records);
            next.remove(group);
            write(next);
            paths.setGroup(record.number(), 0);
        }
    }

    /** For a purge: no group has a slot, nothing is remembered. */
    public synchronized void clear() {
        paths.groups().keySet().forEach(number -> paths.setGroup(number, 0));
        write(new TreeMap<>());
    }

    private GroupRecord put(String group, GroupRecord record) {
        SortedMap<String, GroupRecord> next = new TreeMap<>(records);
        next.put(group, record);
        write(next);
        return record;
    }

    private void write(SortedMap<String, GroupRecord> next) {
        try {
            AtomicFile.write(file, GroupText.write(next));
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        records = Collections.unmodifiableSortedMap(next);
    }
}
