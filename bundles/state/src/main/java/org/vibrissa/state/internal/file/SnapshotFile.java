package org.vibrissa.state.internal.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.TreeMap;
import org.vibrissa.state.InvalidResource;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;

/** {@code snapshot-<generation>}: all resources, then an end record that counts them. */
final class SnapshotFile {
    private static final String PREFIX = "snapshot-";

    private final Disk disk;
    private final Payload payloads;

    SnapshotFile(Disk disk, Payload payloads) {
        this.disk = disk;
        this.payloads = payloads;
    }

    static String name(long generation) {
        return PREFIX + generation;
    }

    /** Writes a snapshot durably under its final name; the caller syncs the folder. */
    long write(long generation, Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Frame.header(Frame.SNAPSHOT, generation));
        for (Resource resource : content.resources().values()) {
            bytes.writeBytes(Frame.record(payloads.resource(resource), 0));
        }
        bytes.writeBytes(Frame.record(payloads.end(content), 0));
        AtomicFile.write(disk, name(generation), bytes.toByteArray());
        return bytes.size();
    }

    Content read(long generation) throws IOException {
        String path = disk.path(name(generation));
        byte[] file = disk.read(name(generation));
        if (!Frame.isHeader(file, Frame.SNAPSHOT, generation)) {
            throw new CorruptFile(path, 0, "the header is not that of snapshot " + generation);
        }
        TreeMap<ResourceKey, Resource> resources = new TreeMap<>();
        int at = Frame.HEADER;
        while (true) {
            String problem = Frame.problem(file, at);
            if (!problem.isEmpty()) {
                throw new CorruptFile(path, at, problem);
            }
            byte[] payload = Frame.payload(file, at);
            int next = at + Frame.RECORD + payload.length;
            try {
                if (next == file.length) {
                    long revision = payloads.end(payload, resources.size());
                    if (revision < 0) {
                        throw new CorruptFile(path, at, "the last record is no end record");
                    }
                    return new Content(revision, resources);
                }
                Resource resource = payloads.resource(payload);
                resources.put(resource.key(), resource);
            } catch (InvalidResource e) {
                throw new CorruptFile(path, at, "a record is no resource: " + e.getMessage());
            }
            at = next;
        }
    }
}
